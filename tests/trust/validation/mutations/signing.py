"""Signs documents as foreign products do, with pyHanko's own signer: several times, visibly, certified, archived."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from asn1crypto import cms, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from listina.trust import security_store
from listina.trust.signers import SoftwareKey
from listina.trust.timestamps import TimestampClient
from listina.trust.validation_data import ValidationData
from trust import attacks
from trust.validation.mutations.documents import STREAMS, TABLE, Layout, rich

_RESERVED_DIGITS, _RESERVED_WITH_STAMP = 6000, 12288
_VISIBLE = (330, 60, 530, 130)


class _Signer(signers.Signer):  # type: ignore[misc]  # pyHanko is imported without its types
    """Signs with a key of ours."""

    def __init__(self, key: SoftwareKey) -> None:
        store = SimpleCertificateStore()
        store.register_multiple([x509.Certificate.load(one) for one in key.chain])
        super().__init__(signing_cert=x509.Certificate.load(key.certificate), cert_registry=store)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002  # pyHanko's signature
        assert digest_algorithm == "sha256"
        return bytes(72) if dry_run else self._key.sign(data)


class _Stamper(TimeStamper):  # type: ignore[misc]  # pyHanko is imported without its types
    """Takes timestamps from the demo's authority."""

    def __init__(self, client: TimestampClient) -> None:
        super().__init__()
        self._client = client

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        assert md_algorithm == "sha256"
        return cms.ContentInfo.load(self._client.token(message_digest).der)

    async def async_dummy_response(self, md_algorithm: str) -> cms.ContentInfo:
        return await self.async_timestamp(sha256(b"").digest(), md_algorithm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A signed file as it was made.

    Attributes:
        name: for the report.
        pdf: the file.
        level: of its certification, 1 to 3; 0 if there is none.
        has_locks: a signature locks fields.
        own: made here, not by others.
    """

    name: str
    pdf: bytes
    level: int = 0
    has_locks: bool = False
    own: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Signs and archives."""

    key: SoftwareKey
    client: TimestampClient
    crls: tuple[bytes, ...]

    def sign(
        self,
        pdf: bytes,
        name: str,
        *,
        visible: bool = False,
        stamped: bool = False,
        level: int = 0,
        locked: tuple[str, ...] = (),
    ) -> bytes:
        """Return the file with a signature more."""
        spec = SigFieldSpec(
            sig_field_name=name,
            box=_VISIBLE if visible else None,
            on_page=1 if visible else 0,
            field_mdp_spec=FieldMDPSpec(FieldMDPAction.INCLUDE, list(locked)) if locked else None,
        )
        metadata = signers.PdfSignatureMetadata(
            field_name=name,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=bool(level),
            docmdp_permissions=MDPPerm(level) if level else MDPPerm.FILL_FORMS,
        )
        stamper = _Stamper(self.client) if stamped else None
        signer = signers.PdfSigner(metadata, _Signer(self.key), timestamper=stamper, new_field_spec=spec)
        writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf))
        reserved = _RESERVED_WITH_STAMP if stamped else _RESERVED_DIGITS
        signing = signer.async_sign_pdf(writer, bytes_reserved=reserved)
        output: io.BytesIO = asyncio.run(signing)
        return output.getvalue()

    def archive(self, pdf: bytes, *, name: str = "Archiv") -> bytes:
        """Return the file with validation data stored and a document timestamp."""
        return attacks.add_document_timestamp(self.store(pdf), self.client, name=name)

    def store(self, pdf: bytes) -> bytes:
        """Return the file with certificates and revocation lists stored."""
        data = ValidationData(certificates=(self.key.certificate, *self.key.chain), crls=self.crls)
        return attacks.revise(pdf, lambda writer: security_store.write(writer, data))

    def originals(self) -> list[Original]:
        """Return signed files of every kind."""
        found = []
        for layout in (TABLE, STREAMS):
            found += self._plain(layout)
            found += self._certified(layout)
        return found

    def several(self, layout: Layout, count: int) -> bytes:
        """Return a file signed several times, the third time visibly."""
        pdf = rich(layout)
        for number in range(1, count + 1):
            pdf = self.sign(pdf, f"Podpis{number}", visible=number == 3)
        return pdf

    def _plain(self, layout: Layout) -> list[Original]:
        document, name = rich(layout), layout.name
        once = self.sign(document, "Podpis1", stamped=True)
        locked = self.sign(document, "Podpis1", locked=("castka", "jmeno", "souhlas"))
        return [
            Original(name=f"{name}: B-B", pdf=self.sign(document, "Podpis1")),
            Original(name=f"{name}: B-T", pdf=once),
            Original(name=f"{name}: B-LT", pdf=self.store(once)),
            Original(name=f"{name}: B-LTA", pdf=self.archive(once)),
            Original(name=f"{name}: B-LTA dvakrát", pdf=self.archive(self.archive(once), name="Archiv2")),
            Original(name=f"{name}: viditelný", pdf=self.sign(document, "Podpis1", visible=True)),
            Original(name=f"{name}: zamčená pole", pdf=locked, has_locks=True),
            *(
                Original(name=f"{name}: {count} podpisů", pdf=self.several(layout, count))
                for count in (2, 3, 5)
            ),
        ]  # fmt: skip

    def _certified(self, layout: Layout) -> list[Original]:
        return [
            Original(
                name=f"{layout.name}: certifikace P{level}",
                pdf=self.sign(rich(layout), "Podpis1", level=level),
                level=level,
            )
            for level in (1, 2, 3)
        ]
