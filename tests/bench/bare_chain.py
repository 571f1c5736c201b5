"""The floor: libraries in a row and one raw key operation; nothing is kept, registered, or can go on after a crash.

img2pdf → clause by typst → pikepdf appends → `pdfa.save` → look at the raw bytes → a revision with a signature.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import img2pdf
import pikepdf
from pikepdf import pdfa

from listina.documents.clause import typeset
from listina.documents.outline import outline
from listina.law.clause import Standing, ToElectronicClause
from listina.law.dates import prague_day
from listina.law.wording import to_electronic_sheet
from listina.trust import cms
from listina.trust.signers import SoftwareKey
from listina.trust.signing import prepare

NUMBER = "T1-1-260312100000"
URL = f"https://listina.test/overeni/{NUMBER}/0123456789/"


@dataclass(frozen=True, slots=True, kw_only=True)
class BareChain:
    """What the chain needs."""

    scans: Sequence[Path]
    folder: Path
    key: SoftwareKey

    def run(self) -> None:
        """Make a signed PDF/A-2b of the scans."""
        images, composed = self.folder / "images.pdf", self.folder / "composed.pdf"
        with images.open("wb") as target:
            img2pdf.convert(
                *map(str, self.scans),
                outputstream=target,
                engine=img2pdf.Engine.pikepdf,
                rotation=img2pdf.Rotation.ifvalid,
            )
        with pikepdf.open(images) as pdf, pikepdf.open(io.BytesIO(self._clause())) as clause:
            pdf.pages.extend(clause.pages)
            for item in pdf.objects:
                if isinstance(item, pikepdf.Dictionary) and "/CIDSet" in item:
                    del item["/CIDSet"]
            with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
                metadata["dc:title"] = NUMBER
            pdfa.save(pdf, composed, "2b", object_stream_mode=pikepdf.ObjectStreamMode.disable)
        with composed.open("rb") as file:
            outline(file, composed.stat().st_size)
        self._sign(composed)

    def _clause(self) -> bytes:
        clause = ToElectronicClause(
            number=NUMBER,
            authority_name="Městský úřad Lhota",
            input_page_count=len(self.scans),
            untransferable=(),
            drawn_up_on=prague_day(datetime.now(UTC)),
            official_name="Jana Nováková",
            check_code="0123456789",
            content_digest="0" * 64,
            verification_url=URL,
            standing=Standing.DEMO,
        )
        return typeset(to_electronic_sheet(clause), number=NUMBER, verification_url=URL, standing=Standing.DEMO)

    def _sign(self, composed: Path) -> None:
        revision, signed = self.folder / "revision", self.folder / "signed.pdf"
        prepared = prepare(composed, revision, certificate=self.key.certificate, chain=self.key.chain)
        content = cms.signed_data(
            certificate=self.key.certificate,
            certificates=(self.key.certificate, *self.key.chain),
            signed_attributes=prepared.signed_attributes,
            value=self.key.sign(prepared.signed_attributes),
        )
        copyfile(composed, signed)
        with signed.open("r+b") as file:
            file.seek(0, io.SEEK_END)
            file.write(revision.read_bytes())
            file.seek(prepared.reserved_start + 1)
            file.write(content.hex().encode())
