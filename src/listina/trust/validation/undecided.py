"""What is reported where a validation could not be made: the file, and why nothing is known about it.

A check that could not be made is not a check that passed: the report is complete and undecidable.

Source: ETSI EN 319 102-1, § 5.1.3 (INDETERMINATE); decision 15.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import file_digest

from listina.isolation.limits import Failure
from listina.texts import Text
from listina.trust.validation.engine import POLICY_NAME, POLICY_VERSION
from listina.trust.validation.inputs import InputFile, InputTrust
from listina.trust.validation.outcomes import reason
from listina.trust.validation.report import PolicyUsed, ValidationReport
from listina.trust.validation.signature_report import FileReport, Reason
from listina.trust.validation.values import Integrity, Verdict

NONSENSE = reason(
    "isolation.nonsense",
    "Proces, který soubor ověřoval, vrátil výsledek, který nelze přijmout.",
    "The process that checked the file returned a result that cannot be accepted.",
)
WHY = {
    Failure.CRASHED: reason(
        "isolation.crashed",
        "Ověřování souboru skončilo chybou, o jeho podpisech není nic známo.",
        "Checking the file ended with an error; nothing is known about its signatures.",
    ),
    Failure.TIMED_OUT: reason(
        "isolation.timed_out",
        "Ověřování souboru trvalo příliš dlouho, proto bylo ukončeno.",
        "Checking the file took too long and was ended.",
    ),
    Failure.INTERRUPTED: reason(
        "isolation.interrupted",
        "Ověřování souboru bylo přerušeno, než skončilo; server je pravděpodobně příliš vytížený.",
        "Checking the file was interrupted before its end; the server is probably too busy.",
    ),
    Failure.OUT_OF_MEMORY: reason(
        "isolation.out_of_memory",
        "Ověřování souboru potřebovalo příliš mnoho paměti, proto bylo ukončeno.",
        "Checking the file needed too much memory and was ended.",
    ),
    Failure.ANSWER_TOO_LARGE: reason(
        "isolation.answer_too_large",
        "Výsledek ověření souboru je příliš rozsáhlý.",
        "The result of checking the file is too large.",
    ),
    Failure.NOT_STARTED: reason(
        "isolation.not_started",
        "Oddělený proces pro ověřování souborů se nepodařilo spustit.",
        "The confined process that checks files could not be started.",
    ),
}
_SENTENCE = Text("Soubor se nepodařilo ověřit.", "The file could not be checked.")


def file_facts(file: InputFile) -> FileReport:
    """Return name, length and digest of a file. Raises OSError."""
    with file.path.open("rb") as opened:
        found = file_digest(opened, "sha256")
        return FileReport(name=file.name, length=opened.tell(), sha256=found.hexdigest())


def undecided(
    why: Reason, *, file: FileReport, detached: FileReport | None, trust: InputTrust, at: datetime, isolation: str
) -> ValidationReport:
    """Return the report of an input nothing is known about.

    Args:
        why: the one reason.
        file: what was to be validated.
        detached: the signature beside it.
        trust: whom it was to be validated by.
        at: the moment of the validation, aware.
        isolation: see `PolicyUsed`.
    """
    return ValidationReport(
        verdict=Verdict.UNDECIDABLE,
        sentence=_SENTENCE,
        integrity=Integrity.UNDECIDABLE,
        file=file,
        detached=detached,
        validated_at=at,
        policy=PolicyUsed(name=POLICY_NAME, version=POLICY_VERSION, anchors=trust.name, isolation=isolation),
        lists=trust.lists,
        signatures=(),
        document_timestamps=(),
        empty_fields=(),
        message=None,
        material=(),
        reasons=(why,),
    )
