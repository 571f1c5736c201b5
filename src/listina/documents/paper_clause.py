"""The clause of a conversion to paper, typeset to be stamped and signed by hand (doložka, § 25 odst. 2).

What is printed comes from `listina.law.paper` as objects of the shape below; nothing is worded here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from listina.law.clause import Standing

MOST_PAPER_PAGES = 12
"""A clause of more pages is not for paper any more; five signatures take three or four."""


class SheetRow(Protocol):
    """A row of the clause's table."""

    @property
    def label(self) -> str:
        """The left column."""

    @property
    def value(self) -> str:
        """The right column."""

    @property
    def emphasised(self) -> bool:
        """Whether the value is printed in bold."""


class SheetBlock(Protocol):
    """A part of a section that describes one thing, such as one signature; kept on one page where it fits."""

    @property
    def title(self) -> str:
        """Such as „Podpis 1 z 3“."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """Its text before the rows, each sentence a paragraph."""

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        """Its identification; names of strangers stand only here, so that none poses as a sentence."""

    @property
    def closing(self) -> tuple[str, ...]:
        """Its text after the rows, each sentence a paragraph."""


class SheetSection(Protocol):
    """What the clause says of one matter, such as the data message or the signatures."""

    @property
    def title(self) -> str:
        """Its heading."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """Text before the blocks, each sentence a paragraph; may be empty."""

    @property
    def blocks(self) -> tuple[SheetBlock, ...]:
        """One for each thing; may be empty."""


class SheetSigning(Protocol):
    """Where the official signs and stamps, § 25(2)(j)."""

    @property
    def label(self) -> str:
        """„Jméno, příjmení a podpis osoby, která konverzi provedla“."""

    @property
    def official_name(self) -> str:
        """The printed name below the line."""

    @property
    def stamp_label(self) -> str:
        """„Otisk úředního razítka“."""


class PaperSheet(Protocol):
    """Every word of the clause in the order of printing; the typesetter adds codes, page numbers and empty space."""

    @property
    def title(self) -> str:
        """The heading."""

    @property
    def subtitle(self) -> str:
        """The line above it."""

    @property
    def statement(self) -> str:
        """That the contents agree."""

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        """The table; the input's digest is recognised by its 64 hexadecimal digits and printed small."""

    @property
    def sections(self) -> tuple[SheetSection, ...]:
        """Data message, signatures, integrity otherwise, timestamps, note."""

    @property
    def disclaimer(self) -> str:
        """§ 24(5), printed in bold."""

    @property
    def verification(self) -> str:
        """How the clause can be verified."""

    @property
    def signing(self) -> SheetSigning | None:
        """None for an automated conversion; a section says then what secures the output."""

    @property
    def watermark(self) -> str | None:
        """Across each page; None only for live outputs."""


def typeset_paper(sheet: PaperSheet, *, number: str | None, verification_url: str | None, standing: Standing) -> bytes:
    """Return the clause as PDF pages of A4, ready to be put behind the pages of a document.

    Args:
        sheet: every word that is printed.
        number: in the PDF417 code, below it and at the foot of each page; None in a preview, which has no codes.
        verification_url: in the QR code; None in a preview.
        standing: of the output; everything but live must carry a watermark.

    Raises:
        ClauseWithoutWatermarkError: a sheet without legal effects lacks the sentence that says so.
        ClauseOverflowError: the clause would take more than `MOST_PAPER_PAGES` pages.
        ClauseNotTypesetError: the typesetter refuses it, usually for a character no font has; or a text holds an
            invisible character, which may make a name be printed otherwise than it is recorded.
    """
    raise NotImplementedError


def typeset_stable(
    make_sheet: Callable[[int], PaperSheet], *, number: str | None, verification_url: str | None, standing: Standing
) -> tuple[bytes, int]:
    """Return the clause whose own count of pages is the one it states, and that count.

    Args:
        make_sheet: makes the sheet that states a clause of so many pages.
        number: as for `typeset_paper`.
        verification_url: as for `typeset_paper`.
        standing: as for `typeset_paper`.

    Raises:
        ClauseNotTypesetError: no count is stable, or as for `typeset_paper`.
        ClauseWithoutWatermarkError: as for `typeset_paper`.
        ClauseOverflowError: as for `typeset_paper`.
    """
    raise NotImplementedError
