"""Whether a file is a registered output (decision 21): exact bytes, unsigned prefix, signature, content, register.

A file is verified if it equals the confirmed bytes, or starts with exactly them and adds only what keeps a signature
alive (DSS, document timestamps). Of a conversion to paper it is the file that was printed, and nothing may be added to
it; what has legal effects is the paper. Three verdicts, and doubt is never a yes: a check that failed makes the file
not verified; a check that could not be made leaves it undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from listina.conversions.exactness import prefix_sha256
from listina.conversions.output_codes import read_output_codes
from listina.conversions.verification_report import (
    ENDINGS,
    SENTENCES,
    CheckResult,
    Outcome,
    Verdict,
    VerificationReport,
)
from listina.documents.content import content_digest
from listina.law.directions import Direction
from listina.register import queries as register
from listina.register.errors import ClauseNotFoundError
from listina.register.queries import PublicClause
from listina.trust.policy import TrustPolicy
from listina.trust.verification import SignatureReport, verify_output

__all__ = ["CheckResult", "Outcome", "Verdict", "VerificationReport", "verify_file"]


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
    registered = _make(_REGISTERED, examination)
    clause = examination.clause_if_found()
    direction = Direction.TO_ELECTRONIC if clause is None else clause.direction
    results = (registered, *(_make(rule, examination) for rule in _FURTHER[direction]))
    verdict = _verdict(results)
    sentence = SENTENCES[direction][verdict]
    report = examination.signature_if_read()
    return VerificationReport(
        verdict=verdict,
        cs=sentence.cs,
        en=sentence.en,
        file_sha256=digest,
        file_length=path.stat().st_size,
        clause=clause,
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
    ending = ENDINGS[outcome]
    return CheckResult(
        code=rule.code,
        outcome=outcome,
        cs=f"Ověření, že {rule.cs}, {ending.cs}.",
        en=f"The check that {rule.en} {ending.en}.",
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


def _printed(examination: _Examination) -> None:
    clause = _clause_for(examination)
    if (examination.path.stat().st_size, examination.digest) != (clause.length, clause.sha256):
        message = "the file does not equal the one that was printed"
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


_REGISTERED = _Rule(
    code="verify.registered",
    cs="doložka souboru je zapsána v evidenci",
    en="the file's clause is registered",
    look=_registered,
)
_STANDING = _Rule(
    code="verify.standing",
    cs="výstup nebyl označen za chybný ani nahrazen",
    en="the output was not marked erroneous or replaced",
    look=_standing,
)
_TO_ELECTRONIC = (
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
    _STANDING,
)
_TO_PAPER = (
    _Rule(
        code="verify.exact",
        cs="soubor je tentýž, který byl vytištěn",
        en="the file is the one that was printed",
        look=_printed,
    ),
    _STANDING,
)
_FURTHER: Mapping[Direction, tuple[_Rule, ...]] = {
    Direction.TO_ELECTRONIC: _TO_ELECTRONIC,
    Direction.TO_PAPER: _TO_PAPER,
}
