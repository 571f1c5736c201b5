"""The gate before the register: every check is made on the stored bytes, and a check that cannot be made fails.

What passes here becomes a clause for ever; so nothing is believed that can be measured again. A refusal names the
checks that failed and leaves the case as it is. Pure: files and facts in, a report out; no database, no clock.

Source: Act 300/2008 Sb., §§ 24 and 25; decisions 5, 8, 21.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from listina.conversions.exactness import starts_with
from listina.database.errors import DatabaseUnavailableError
from listina.documents.conformance import check_signed_pdfa
from listina.documents.content import content_digest
from listina.documents.rendering import page_count
from listina.large_files import digests
from listina.law.dates import prague_day
from listina.trust.policy import TrustPolicy
from listina.trust.verification import SignatureReport, verify_output

CLOCK_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePage:
    """One scan: the digests it was attached with."""

    sha256: str
    sha512: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GateInput:
    """Everything the gate looks at; moments aware UTC, days of Europe/Prague.

    Attributes:
        locate: returns where the object with a SHA-256 is; raises when it is not there.
        composed_facts: of the validated, unsigned file: `sha256`, `sha512`, `length`, `page_count`,
            `clause_page_count`, `content_digest`.
        signed_facts: of the file to be registered: `sha256`, `sha512`, `length`.
        certificate: DER of the certificate from the case's snapshot.
        chain: DER of the certificates above it.
        certificate_is_registered: asks whether it is the official's registered, not withdrawn signing certificate.
        standing: `live`, `test` or `demo`.
        moment: now.
    """

    case: UUID
    locate: Callable[[str], Path]
    pages: tuple[GatePage, ...]
    composed_facts: Mapping[str, Any]
    signed_facts: Mapping[str, Any]
    stated_page_count: int
    certificate: bytes
    chain: tuple[bytes, ...]
    certificate_is_registered: Callable[[], bool]
    standing: str
    policy: TrustPolicy
    clause_date: date | None
    reserved_at: datetime | None
    signed_at: datetime | None
    timestamp_time: datetime | None
    timestamp_obtained_at: datetime | None
    moment: datetime

    @property
    def composed(self) -> Path:
        """Where the composed file is."""
        return self.locate(self.composed_facts["sha256"])

    @property
    def signed(self) -> Path:
        """Where the signed file is."""
        return self.locate(self.signed_facts["sha256"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check and how it ended.

    Attributes:
        code: stable, such as `gate.prefix`.
        passed: True only if the check was made and found what it should.
        detail: what was found, for the operator; English, may be empty.
    """

    code: str
    passed: bool
    cs: str
    en: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReport:
    """All checks in their order."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """True if there are checks and every one passed."""
        return bool(self.checks) and not self.failed

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that did not pass or could not be made."""
        return tuple(item for item in self.checks if not item.passed)


class _Finding(Exception):  # noqa: N818  # ends one check, never leaves this module
    """What a check found wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """One check: its code, what it establishes in both languages (after "že" and "that"), and how."""

    code: str
    cs: str
    en: str
    look: Callable[[GateInput, _Signature], None]


class _Signature:
    """The signature's report, made once and only when a check asks for it."""

    def __init__(self, given: GateInput) -> None:
        self._given = given
        self._report: SignatureReport | None = None

    def report(self) -> SignatureReport:
        """Return the report over the signed file; whatever hinders it hinders the check that asked."""
        if self._report is None:
            self._report = verify_output(
                self._given.signed,
                self._given.policy,
                prefix_length=int(self._given.composed_facts["length"]),
                at=self._given.moment,
            )
        return self._report


def check(given: GateInput) -> GateReport:
    """Make every check; never stops early.

    Raises:
        DatabaseUnavailableError: the database went away meanwhile; nothing is said of the output.
    """
    signature = _Signature(given)
    return GateReport(checks=tuple(_make(rule, given, signature) for rule in _RULES))


def _make(rule: _Rule, given: GateInput, signature: _Signature) -> Check:
    try:
        rule.look(given, signature)
    except _Finding as finding:
        return Check(
            code=rule.code,
            passed=False,
            cs=f"Ověření, že {rule.cs}, neprošlo.",
            en=f"The check that {rule.en} failed.",
            detail=str(finding),
        )
    except DatabaseUnavailableError:
        raise  # in a while the check can be made: that is no refusal of the output
    except Exception as error:  # noqa: BLE001  # a check that could not be made is not a check that passed
        return Check(
            code=rule.code,
            passed=False,
            cs=f"Ověření, že {rule.cs}, nemohlo být provedeno.",
            en=f"The check that {rule.en} could not be made.",
            detail=f"{type(error).__name__}: {error}"[:500],
        )
    return Check(
        code=rule.code,
        passed=True,
        cs=f"Ověření, že {rule.cs}, prošlo.",
        en=f"The check that {rule.en} passed.",
        detail="",
    )


def _require(condition: bool, found: str) -> None:  # noqa: FBT001  # reads as an assertion
    if not condition:
        raise _Finding(found)


def _digests(given: GateInput, _: _Signature) -> None:
    for name, path, facts in (
        ("composed file", given.composed, given.composed_facts),
        ("signed file", given.signed, given.signed_facts),
    ):
        found = digests(path)
        _require(found.length == facts["length"], f"{name}: length")
        _require(found.sha256 == facts["sha256"], f"{name}: SHA-256")
        _require(found.sha512 == facts["sha512"], f"{name}: SHA-512")
    for place, page in enumerate(given.pages, start=1):
        found = digests(given.locate(page.sha256))
        _require(found.sha256 == page.sha256, f"page {place}: SHA-256")
        _require(found.sha512 == page.sha512, f"page {place}: SHA-512")


def _prefix(given: GateInput, _: _Signature) -> None:
    _require(starts_with(given.signed, given.composed), "the signed file does not start with the composed one")


def _pdfa(given: GateInput, _: _Signature) -> None:
    """Judge the composed file as the prefix of the signed one, which the check of the prefix says it is."""
    signed = check_signed_pdfa(given.signed, int(given.composed_facts["length"]))
    _require(signed.approved, "; ".join(signed.findings))


def _page_counts(given: GateInput, _: _Signature) -> None:
    in_file = page_count(given.signed) - int(given.composed_facts["clause_page_count"])
    found = f"stated {given.stated_page_count}, attached {len(given.pages)}, in the file {in_file}"
    _require(given.stated_page_count == len(given.pages) == in_file and in_file > 0, found)


def _content(given: GateInput, _: _Signature) -> None:
    found = content_digest(given.signed, given.stated_page_count)
    _require(found == given.composed_facts["content_digest"], f"recomputed {found}")


def _signature(_: GateInput, signature: _Signature) -> None:
    report = signature.report()
    _require(report.valid and report.covers_prefix, _problems(report))


def _signer(given: GateInput, signature: _Signature) -> None:
    _require(
        signature.report().signer_certificate == given.certificate,
        "signed by another certificate than the case's",
    )
    _require(given.certificate_is_registered(), "the certificate is not registered for the official (any more)")


def _permitted(given: GateInput, _: _Signature) -> None:
    given.policy.permit_signing_certificate(given.certificate, standing=given.standing, chain=given.chain)


def _timestamp(given: GateInput, signature: _Signature) -> None:
    report = signature.report()
    _require(report.timestamp is not None, "no timestamp")
    _require(report.timestamp_covers, "the timestamp does not cover the signature")
    _require(report.timestamp is not None and report.timestamp.generated_at == given.timestamp_time, "another time")


def _dates(given: GateInput, _: _Signature) -> None:
    """The clause bears the day of the signature; things happened in their order (decision 5).

    The timestamp may be of a later day: the authority may have been away over midnight (decision 9).
    """
    reserved_at, signed_at, stamped_at = (
        _known(given.reserved_at),
        _known(given.signed_at),
        _known(given.timestamp_time),
    )
    _require(given.clause_date == prague_day(signed_at), "the clause is not of the day of the signature")
    _require(reserved_at <= signed_at, "signed before the number was reserved")
    _require(signed_at <= stamped_at + CLOCK_TOLERANCE, "stamped before it was signed")
    _require(signed_at <= given.moment, "signed in the future")


def _clock(given: GateInput, _: _Signature) -> None:
    """Our clock and the timestamp authority's agree, or our dates would be worth nothing."""
    skew = abs(_known(given.timestamp_time) - _known(given.timestamp_obtained_at))
    _require(skew <= CLOCK_TOLERANCE, f"clocks differ by {skew.total_seconds():.0f} s")
    _require(given.moment >= _known(given.timestamp_obtained_at), "our clock went back")


def _known(moment: datetime | None) -> datetime:
    if moment is None:
        message = "a moment is not known"
        raise _Finding(message)
    return moment


def _problems(report: SignatureReport) -> str:
    return "; ".join(f"{problem.code}: {problem.en}" for problem in report.problems) or "no reason given"


_RULES = (
    _Rule(
        code="gate.digests",
        cs="uložené soubory se nezměnily",
        en="the stored files are unchanged",
        look=_digests,
    ),
    _Rule(
        code="gate.prefix",
        cs="podepsaný soubor začíná přesně sestaveným výstupem",
        en="the signed file starts with exactly the composed output",
        look=_prefix,
    ),
    _Rule(code="gate.pdfa", cs="výstup je PDF/A-2", en="the output is PDF/A-2", look=_pdfa),
    _Rule(
        code="gate.page_counts",
        cs="uvedený, připojený a ve výstupu obsažený počet stran je stejný",
        en="the stated, attached and contained page counts are equal",
        look=_page_counts,
    ),
    _Rule(
        code="gate.content",
        cs="otisk obsahu odpovídá stranám výstupu",
        en="the content digest fits the pages of the output",
        look=_content,
    ),
    _Rule(code="gate.signature", cs="podpis výstupu je platný", en="the signature is valid", look=_signature),
    _Rule(
        code="gate.signer",
        cs="výstup je podepsán zaregistrovaným certifikátem osoby, která konverzi provedla",
        en="the output is signed by the official's registered certificate",
        look=_signer,
    ),
    _Rule(
        code="gate.certificate",
        cs="certifikát smí výstup podepsat",
        en="the certificate may sign the output",
        look=_permitted,
    ),
    _Rule(
        code="gate.timestamp",
        cs="časové razítko se vztahuje k podpisu",
        en="the timestamp covers the signature",
        look=_timestamp,
    ),
    _Rule(code="gate.dates", cs="data na sebe navazují", en="the dates agree", look=_dates),
    _Rule(
        code="gate.clock",
        cs="hodiny systému souhlasí s časovým razítkem",
        en="the system's clock agrees with the timestamp",
        look=_clock,
    ),
)
GATE_CODES = tuple(rule.code for rule in _RULES)
