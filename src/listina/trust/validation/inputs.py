"""What a validation is given: the files, whom to trust, and what it asks for when something is missing.

All of it travels to a confined process: paths become handed-over files, everything else is plain values.

Source: L300 § 24(1), § 25(2)(k); ETSI EN 319 102-1, § 5.1.3 (validation constraints).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from listina.trust.validation.report import ListUsed, ValidationReport
from listina.trust.validation.signature_report import Qualification
from listina.trust.validation_data import NOTHING, ValidationData


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """One file of an input.

    Attributes:
        path: where it can be read.
        name: as it was handed over; a stranger's text, in reports only.
    """

    path: Path
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationInput:
    """What is validated together.

    Attributes:
        document: the PDF that is to be converted.
        detached: a signature beside it (CAdES, `.p7s`); None if there is none.
        message: the data message (ZFO) the document came in; None if there is none.
    """

    document: InputFile
    detached: InputFile | None = None
    message: InputFile | None = None


class NeedKind(StrEnum):
    """What is missing."""

    CRL = "crl"
    OCSP = "ocsp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that could be fetched and would be looked at in another validation.

    Only for certificates whose path ends in an anchor: a stranger's file alone makes nobody ask anything.

    Attributes:
        kind: what is asked for.
        url: http or https, from the certificate, not checked yet.
        request: the OCSP request, DER; empty for a list.
    """

    kind: NeedKind
    url: str
    request: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """What one validation came to.

    Attributes:
        report: the report with what is known now.
        needs: what could make it better, each once.
    """

    report: ValidationReport
    needs: tuple[Need, ...] = ()


class Purpose(StrEnum):
    """As what a certificate is asked about."""

    SIGNATURE = "signature"
    TIMESTAMP = "timestamp"


class InputTrust(Protocol):
    """Whom a validation believes, and what the trusted lists say."""

    @property
    def name(self) -> str:
        """`trusted-lists`, `demo` or both, joined by a comma."""

    @property
    def lists(self) -> tuple[ListUsed, ...]:
        """The trusted lists behind it; empty if none."""

    @property
    def supplied(self) -> ValidationData:
        """Certificates and revocation data the installation has anyway."""

    def anchors_for(self, certificates: Iterable[bytes]) -> tuple[bytes, ...]:
        """Return the anchors that could stand above these certificates, or are among them; DER.

        A service of a trusted list is an anchor: normally the issuing authority itself, not its root.
        """

    def qualification(self, path: Sequence[bytes], *, at: datetime, purpose: Purpose) -> Qualification:
        """Tell whether the first certificate of a path was qualified at a moment.

        Args:
            path: from the certificate up to the anchor, DER.
            at: the moment, aware.
            purpose: whether its signature or its timestamp is asked about.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One validation.

    Attributes:
        what: the files.
        trust: whom to believe.
        at: the moment of the validation, aware.
        fetched: what was fetched for it.
        isolation: how the process that makes it is confined: `namespaces`, `limits` or `none`.
    """

    what: ValidationInput
    trust: InputTrust
    at: datetime
    fetched: ValidationData = NOTHING
    isolation: str = "none"
