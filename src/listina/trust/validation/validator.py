"""Validating an input as a service: parsed in a confined process, fetched for by this one, one report whatever happens.

The confined process sees the files and returns a report and what it misses; this one fetches that and has it validated
again. What comes back is a stranger's claim until it was checked: it must be a report, of these files, by this policy.

Source: L300 § 24(1), § 25(2)(k); ETSI EN 319 102-1, § 5.1.3; decisions 9 and 15.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from listina.isolation.pool import Confined
from listina.trust.clock import utc_now
from listina.trust.validation.fetching import Fetcher
from listina.trust.validation.inputs import InputTrust, ValidationInput
from listina.trust.validation.report import ValidationReport


class PortableTrust(InputTrust, Protocol):
    """Whom a validation believes, in a form that travels to a confined process."""

    @property
    def sha256(self) -> str:
        """Of what `to_bytes` returns, lower-case hex; cheap to ask."""

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
        raise NotImplementedError
