"""Validating an input as a service: parsed in a confined process, fetched for by this one, one report whatever happens.

The confined process sees the files and returns a report and what it misses; this one fetches that and has it validated
again. What comes back is a stranger's claim until it was checked: it must be a report, of these files, by this policy.

Source: L300 § 24(1), § 25(2)(k); ETSI EN 319 102-1, § 5.1.3; decisions 9 and 15.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Protocol, Self
from urllib.parse import urlsplit

from listina.isolation.limits import ConfinedTaskFailedError, Confinement, Wall
from listina.isolation.pool import Common, Confined
from listina.trust.clock import utc_now
from listina.trust.validation import task
from listina.trust.validation.engine import POLICY_NAME, POLICY_VERSION
from listina.trust.validation.fetching import Fetcher
from listina.trust.validation.inputs import InputTrust, Need, Validated, ValidationInput
from listina.trust.validation.outcomes import reason
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.signature_report import FileReport, Reason
from listina.trust.validation.undecided import NONSENSE, WHY, file_facts, undecided
from listina.trust.validation.values import MaterialKind, Result, RevocationStatus
from listina.trust.validation_data import NOTHING, ValidationData

_MOST_ROUNDS = 3
_MOST_HOSTS, _LONGEST_HOST = 5, 253
_FETCHING_OFF = reason(
    "revocation.fetching_off",
    "Údaje o zneplatnění tato instalace nestahuje, použila jen ty, které má.",
    "This installation fetches no revocation data and used what it has.",
)


class PortableTrust(InputTrust, Protocol):
    """Whom a validation believes, in a form that travels to a confined process."""

    def __hash__(self) -> int:
        """It does not change."""

    def to_bytes(self) -> bytes:
        """Return what `lists.snapshot.TrustSnapshot.from_bytes` reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validator:
    """Validates inputs; safe to use from many threads.

    Attributes:
        confined: where hostile files are read; made with `task.TASKS`.
        trust: whom to believe now; lists are refreshed while the server runs.
        fetcher: gets revocation data; None in an offline office, and reports say that nothing was fetched.
        now: our clock, aware UTC.
    """

    confined: Confined
    trust: Callable[[], PortableTrust]
    fetcher: Fetcher | None
    now: Callable[[], datetime] = utc_now

    def validate(self, what: ValidationInput, *, at: datetime | None = None) -> ValidationReport:
        """Validate an input; nothing in its files makes this raise.

        What could not be found out is undecidable in the report, with a reason `isolation.…` where the process broke.

        Args:
            what: the files.
            at: the moment of the validation, aware; None for now.

        Raises:
            OSError: a file cannot be read.
        """
        moment = self.now() if at is None else at
        # A large file is hashed here while the confined process works on it.
        with ThreadPoolExecutor(1, thread_name_prefix="hashing") as beside:
            facts = beside.submit(_Facts.of, what)
            return self._in_rounds(_Asked(what=what, trust=self.trust(), at=moment, facts=facts))

    def _in_rounds(self, asked: _Asked) -> ValidationReport:
        fetched, missing = NOTHING, tuple[Need, ...]()
        for _ in range(_MOST_ROUNDS):
            validated = self._once(asked, fetched)
            if self.fetcher is None:
                return _explained(validated.report, _FETCHING_OFF) if validated.needs else validated.report
            named_by = [each.der for each in validated.report.material if each.kind is MaterialKind.CERTIFICATE]
            came = self.fetcher.fetch(validated.needs, named_by, asked.trust)
            missing = came.missing
            if not came.data - fetched:
                break
            fetched |= came.data
        return _explained(validated.report, _not_fetched(missing)) if missing else validated.report

    def _once(self, asked: _Asked, fetched: ValidationData) -> Validated:
        """Validate with what is known; whatever happens in the process, there is a report."""
        key, content = _packed(asked.trust)
        request, files = task.handed_over(asked.what, key, asked.at, fetched)
        common = Common(function=task.LEARN, key=key, content=lambda: content)
        try:
            answer = self.confined.run(task.TASK, request, files, common=common)
        except ConfinedTaskFailedError as error:
            return Validated(report=asked.undecided(WHY[error.failure], _word(error.walls)))
        try:
            validated = task.received(answer.value)
        except (ValueError, TypeError, KeyError):
            return Validated(report=asked.undecided(NONSENSE, _word(answer.walls)))
        report = validated.report
        if not asked.is_answered_by(report):
            return Validated(report=asked.undecided(NONSENSE, _word(answer.walls)))
        policy = replace(report.policy, isolation=_word(answer.walls))
        return Validated(report=replace(report, policy=policy), needs=validated.needs)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    document: FileReport
    detached: FileReport | None
    message: FileReport | None

    @classmethod
    def of(cls, what: ValidationInput) -> Self:
        """Read all files. Raises OSError."""
        return cls(
            document=file_facts(what.document),
            detached=None if what.detached is None else file_facts(what.detached),
            message=None if what.message is None else file_facts(what.message),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    what: ValidationInput
    trust: PortableTrust
    at: datetime
    facts: Future[_Facts]

    def is_answered_by(self, report: ValidationReport) -> bool:
        """Tell whether a report is about these files, by this policy and lists, and holds what it says it used."""
        facts = self.facts.result()
        return (
            (report.file, report.detached, report.validated_at) == (facts.document, facts.detached, self.at)
            and (report.message is None or report.message.file == facts.message)
            and (report.policy.name, report.policy.version) == (POLICY_NAME, POLICY_VERSION)
            and report.policy.anchors == self.trust.name
            and set(report.lists) <= set(self.trust.lists)
            and all(each.sha256 == sha256(each.der).hexdigest() for each in report.material)
        )

    def undecided(self, why: Reason, isolation: str) -> ValidationReport:
        facts = self.facts.result()
        return undecided(
            why, file=facts.document, detached=facts.detached, trust=self.trust, at=self.at, isolation=isolation
        )


def _word(walls: frozenset[Wall]) -> str:
    return Confinement.behind(walls).value


@lru_cache(maxsize=2)
def _packed(trust: PortableTrust) -> tuple[str, bytes]:
    content = trust.to_bytes()
    return sha256(content).hexdigest(), content


def _not_fetched(missing: tuple[Need, ...]) -> Reason:
    hosts = ", ".join(sorted({_host(need.url) for need in missing})[:_MOST_HOSTS])
    return reason(
        "revocation.not_fetched",
        f"Údaje o zneplatnění se nepodařilo stáhnout ({hosts}).",
        f"Revocation data could not be fetched ({hosts}).",
    )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "?")[:_LONGEST_HOST]
    except ValueError:
        return "?"


def _explained(report: ValidationReport, why: Reason) -> ValidationReport:
    """Say at the signatures that miss revocation data why they do."""
    return replace(
        report,
        signatures=tuple(
            replace(each, reasons=(*each.reasons, why))
            if each.revocation.status is RevocationStatus.UNKNOWN and each.result is Result.UNDECIDABLE
            else each
            for each in report.signatures
        ),
    )
