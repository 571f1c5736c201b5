"""Whether a file is a registered output (decision 21): exact bytes, unsigned prefix, signature, content, register.

A file is verified if it equals the confirmed bytes, or starts with exactly them and adds only what keeps a signature
alive (DSS, document timestamps). Three verdicts, and doubt is never a yes: a check that failed makes the file not
verified; a check that could not be made leaves it undecided.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import file_digest
from pathlib import Path

from listina.conversions.exactness import prefix_sha256
from listina.conversions.output_codes import read_output_codes
from listina.documents.content import content_digest
from listina.register import queries as register
from listina.register.errors import ClauseNotFoundError
from listina.register.queries import PublicClause
from listina.trust.policy import TrustPolicy
from listina.trust.verification import SignatureReport, verify_output


class Verdict(StrEnum):
    """The answer to "is this the registered output?"."""

    VERIFIED = "verified"
    NOT_VERIFIED = "not_verified"
    UNDECIDED = "could_not_be_verified"


class Outcome(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"
    IMPOSSIBLE = "could_not_be_made"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One check.

    Attributes:
        code: stable, such as `verify.exact`.
        detail: what was found, English, may be empty.
    """

    code: str
    outcome: Outcome
    cs: str
    en: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationReport:
    """The verdict about a file and how it came about.

    Attributes:
        file_sha256: of the file as given, 64 hex characters.
        file_length: bytes.
        clause: what the register holds, None if it was not found.
        signature_time: from the timestamp, None if there is none.
    """

    verdict: Verdict
    cs: str
    en: str
    file_sha256: str
    file_length: int
    clause: PublicClause | None
    signer: str | None
    signature_time: datetime | None
    checks: tuple[CheckResult, ...]

    def to_json(self) -> dict[str, object]:
        """Return the report as JSON values; moments in ISO 8601, UTC."""
        return {
            "verdict": self.verdict.value,
            "cs": self.cs,
            "en": self.en,
            "file": {"sha256": self.file_sha256, "length": self.file_length},
            "number": self.clause.number if self.clause else None,
            "authority": self.clause.authority_name if self.clause else None,
            "standing": self.clause.standing if self.clause else None,
            "confirmed_at": self.clause.confirmed_at.isoformat() if self.clause else None,
            "signer": self.signer,
            "signature_time": self.signature_time.isoformat() if self.signature_time else None,
            "checks": [
                {
                    "code": result.code,
                    "outcome": result.outcome.value,
                    "cs": result.cs,
                    "en": result.en,
                    "detail": result.detail,
                }
                for result in self.checks
            ],
        }


class _Finding(Exception):  # noqa: N818  # ends one check, never leaves this module
    """What a check found wrong."""


class _Impossible(Exception):  # noqa: N818  # ends one check, never leaves this module
    """Why a check could not be made."""


def verify_file(path: Path, *, policy: TrustPolicy, at: datetime) -> VerificationReport:
    """Verify a file against the register; makes every check, never raises because of the file's content.

    Args:
        path: the file.
        policy: whom to trust.
        at: now, aware UTC.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    examination = _Examination(path, digest, policy, at)
    results = tuple(_make(rule, examination) for rule in _RULES)
    verdict = _verdict(results)
    cs, en = _SENTENCES[verdict]
    report = examination.signature_if_read()
    return VerificationReport(
        verdict=verdict,
        cs=cs,
        en=en,
        file_sha256=digest,
        file_length=path.stat().st_size,
        clause=examination.clause_if_found(),
        signer=report.signer.common_name if report is not None and report.signer is not None else None,
        signature_time=report.timestamp.generated_at if report is not None and report.timestamp is not None else None,
        checks=results,
    )


class _Examination:
    """The file, and what is looked up about it once however many checks ask."""

    def __init__(self, path: Path, digest: str, policy: TrustPolicy, at: datetime) -> None:
        self.path = path
        self.digest = digest
        self.policy = policy
        self.at = at
        self._clause: PublicClause | None = None
        self._report: SignatureReport | None = None

    def clause(self) -> PublicClause:
        """Return the registered clause: found by the file's digest, else by the codes printed in it."""
        if self._clause is None:
            self._clause = self._find()
        return self._clause

    def clause_if_found(self) -> PublicClause | None:
        """Return the clause if a check found it."""
        return self._clause

    def signature(self) -> SignatureReport:
        """Return the report about the signature."""
        if self._report is None:
            clause = self._clause
            self._report = verify_output(
                self.path, self.policy, prefix_length=clause.prefix_length if clause else None, at=self.at
            )
        return self._report

    def signature_if_read(self) -> SignatureReport | None:
        """Return the report if a check made it."""
        return self._report

    def _find(self) -> PublicClause:
        found = register.find_by_file_digest(self.digest)
        if found is not None:
            return found
        codes = read_output_codes(self.path)
        if codes is None:
            message = "the file is not registered and holds no readable clause number and check code"
            raise _Finding(message)
        try:
            return register.public_clause(codes.number, codes.check_code)
        except ClauseNotFoundError:
            message = f"the register does not know the clause {codes.number} with this check code"
            raise _Finding(message) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """One check: what it establishes ("že", "that") and how."""

    code: str
    cs: str
    en: str
    look: Callable[[_Examination], None]


def _make(rule: _Rule, examination: _Examination) -> CheckResult:
    outcome, detail = Outcome.PASSED, ""
    try:
        rule.look(examination)
    except _Finding as finding:
        outcome, detail = Outcome.FAILED, str(finding)
    except _Impossible as reason:
        outcome, detail = Outcome.IMPOSSIBLE, str(reason)
    except Exception as error:  # noqa: BLE001  # a hostile file may break any parser; that is a doubt, never a yes
        outcome, detail = Outcome.IMPOSSIBLE, f"{type(error).__name__}: {error}"[:500]
    ending_cs, ending_en = _ENDINGS[outcome]
    return CheckResult(
        code=rule.code,
        outcome=outcome,
        cs=f"Ověření, že {rule.cs}, {ending_cs}.",
        en=f"The check that {rule.en} {ending_en}.",
        detail=detail,
    )


def _registered(examination: _Examination) -> None:
    examination.clause()


def _exact(examination: _Examination) -> None:
    clause = _clause_for(examination)
    length = examination.path.stat().st_size
    if length == clause.length and examination.digest == clause.sha256:
        return
    if length <= clause.length or prefix_sha256(examination.path, clause.length) != clause.sha256:
        message = "the file neither equals the registered bytes nor starts with them"
        raise _Finding(message)
    report = examination.signature()
    if not report.only_allowed_additions:
        message = "after the registered bytes the file holds more than validation data and document timestamps"
        raise _Finding(message)


def _prefix(examination: _Examination) -> None:
    clause = _clause_for(examination)
    if prefix_sha256(examination.path, clause.prefix_length) != clause.prefix_sha256:
        message = "the unsigned part of the file is another than the registered one"
        raise _Finding(message)


def _signature(examination: _Examination) -> None:
    report = examination.signature()
    if not report.valid:
        found = "; ".join(f"{problem.code}: {problem.en}" for problem in report.problems)
        raise _Finding(found or "the signature or its timestamp is not valid")


def _content(examination: _Examination) -> None:
    clause = _clause_for(examination)
    found = content_digest(examination.path, clause.input_page_count)
    if found != clause.content_digest:
        message = f"the content digest is {found}, registered is {clause.content_digest}"
        raise _Finding(message)


def _standing(examination: _Examination) -> None:
    clause = _clause_for(examination)
    if clause.state != register.CONFIRMED:
        message = f"the authority marked the output: {clause.state}"
        raise _Finding(message)


def _clause_for(examination: _Examination) -> PublicClause:
    """Return the clause, or end the check: without it there is nothing to compare with."""
    clause = examination.clause_if_found()
    if clause is None:
        message = "the clause was not found in the register"
        raise _Impossible(message)
    return clause


def _verdict(results: tuple[CheckResult, ...]) -> Verdict:
    outcomes = {result.outcome for result in results}
    if Outcome.FAILED in outcomes:
        return Verdict.NOT_VERIFIED
    if Outcome.IMPOSSIBLE in outcomes or not outcomes:
        return Verdict.UNDECIDED
    return Verdict.VERIFIED


_RULES = (
    _Rule(
        code="verify.registered",
        cs="doložka souboru je zapsána v evidenci",
        en="the file's clause is registered",
        look=_registered,
    ),
    _Rule(
        code="verify.exact",
        cs="soubor je tentýž, který byl zapsán",
        en="the file is the registered one",
        look=_exact,
    ),
    _Rule(
        code="verify.prefix",
        cs="podepsaná část souboru je ta, která byla zapsána",
        en="the part that was signed is the registered one",
        look=_prefix,
    ),
    _Rule(
        code="verify.signature",
        cs="podpis a časové razítko souboru jsou platné",
        en="signature and timestamp are valid",
        look=_signature,
    ),
    _Rule(
        code="verify.content",
        cs="otisk obsahu odpovídá stranám souboru",
        en="the content digest fits the pages",
        look=_content,
    ),
    _Rule(
        code="verify.standing",
        cs="výstup nebyl označen za chybný ani nahrazen",
        en="the output was not marked erroneous or replaced",
        look=_standing,
    ),
)
_ENDINGS = {
    Outcome.PASSED: ("prošlo", "passed"),
    Outcome.FAILED: ("neprošlo", "failed"),
    Outcome.IMPOSSIBLE: ("nemohlo být provedeno", "could not be made"),
}
_SENTENCES = {
    Verdict.VERIFIED: (
        "Soubor je tentýž, který byl zapsán v evidenci.",
        "The file is the one that was registered.",
    ),
    Verdict.NOT_VERIFIED: (
        "Soubor není ten, který byl zapsán v evidenci, nebo není v pořádku.",
        "The file is not the one that was registered, or something is wrong with it.",
    ),
    Verdict.UNDECIDED: ("Soubor se nepodařilo ověřit.", "The file could not be verified."),
}
