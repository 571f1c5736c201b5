"""One world of authorities for all situations, and what a validation in it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from listina.trust.validation.engine import validate
from listina.trust.validation.inputs import InputFile, Purpose, Request, Validated, ValidationInput
from listina.trust.validation.report import ListUsed
from listina.trust.validation.signature_report import Qualification
from listina.trust.validation.values import Kind, Qualified
from listina.trust.validation_data import NOTHING, ValidationData
from trust.validation.situations.authorities import CLOSED, FOUNDED, Authority, Holder, root
from trust.validation.situations.building import Making, sign, small_pdf

SIGNED = datetime(2021, 6, 1, 12, tzinfo=UTC)
NOW = datetime(2022, 6, 1, 12, tzinfo=UTC)
LATER = datetime(2024, 6, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTrust:
    """Believes some anchors and calls some certificates qualified.

    Attributes:
        anchors: DER.
        qualified: what for, by DER.
    """

    anchors: tuple[bytes, ...]
    qualified: Mapping[bytes, Kind] = field(default_factory=dict)
    supplied: ValidationData = NOTHING
    name: str = "trusted-lists"
    lists: tuple[ListUsed, ...] = ()

    def anchors_for(self, certificates: Iterable[bytes]) -> tuple[bytes, ...]:
        del certificates
        return self.anchors

    def qualification(self, path: Sequence[bytes], *, at: datetime, purpose: Purpose) -> Qualification:
        del purpose
        kind = self.qualified.get(path[0])
        return Qualification(
            qualified=Qualified.NO if kind is None else Qualified.YES,
            kind=kind or Kind.UNKNOWN,
            in_device=kind is not None,
            provider="Zkušební autorita",
            territory="CZ",
            at=at,
            reasons=(),
        )


@dataclass(slots=True, kw_only=True)
class World:
    """A root, an issuing authority, a signer and a timestamp authority; the issuing authority is the anchor.

    Attributes:
        folder: for files.
    """

    folder: Path
    root: Authority = field(default_factory=root)
    ca: Authority = field(init=False)
    signer: Holder = field(init=False)
    stamper: Holder = field(init=False)
    stamping: Authority = field(init=False)

    def __post_init__(self) -> None:
        self.ca = self.root.authority("Vydávající autorita")
        # Timestamp authorities stand under their own issuer, whose lists are always at hand.
        self.stamping = self.root.authority("Autorita razítek", number=6)
        self.signer = self.ca.signer()
        self.stamper = self.stamping.timestamper(begins=FOUNDED, ends=CLOSED)

    def good(self) -> Making:
        """Return the making of a signature with a timestamp of `SIGNED`."""
        return Making(by=self.signer, stamps=[(self.stamper, SIGNED)])

    def data(self, *crls: bytes, at: datetime = NOW, answers: Sequence[bytes] = ()) -> ValidationData:
        """Return revocation data, with those of the timestamp authorities of a moment."""
        return ValidationData(crls=(*crls, self.stamping.crl(at)), ocsp_responses=tuple(answers))

    def validate(
        self,
        pdf: bytes | Making,
        *crls: bytes,
        at: datetime = NOW,
        answers: Sequence[bytes] = (),
        trust: ListedTrust | None = None,
        beside: bytes | None = None,
    ) -> Validated:
        """Validate a file, or the small one signed in a way, with a signature beside it and revocation data fetched."""
        path, signature = self.folder / "vstup.pdf", self.folder / "podpis.p7s"
        signature.write_bytes(beside or b"")
        path.write_bytes(pdf if isinstance(pdf, bytes) else sign(small_pdf(), pdf))
        request = Request(
            what=ValidationInput(
                document=InputFile(path=path, name="vstup.pdf"),
                detached=None if beside is None else InputFile(path=signature, name="podpis.p7s"),
            ),
            trust=trust or self.trust(),
            at=at,
            fetched=self.data(*crls, at=at, answers=answers),
        )
        return validate(request)

    def trust(self, *anchors: Holder, qualified: Mapping[bytes, Kind] | None = None) -> ListedTrust:
        """Return trust in both issuing authorities, or in others."""
        believed = anchors or (self.ca, self.stamping)
        return ListedTrust(
            anchors=tuple(each.certificate.public_bytes(Encoding.DER) for each in believed), qualified=qualified or {}
        )
