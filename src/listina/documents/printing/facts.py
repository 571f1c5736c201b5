"""What is known of a print file, of the pages of a document as they print, and of where print and screen differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from listina.texts import Text

MOST_PAGES = 500
"""The most pages of a document that are printed in one conversion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintFile:
    """A print file and what the paper made of it will be (soubor k tisku).

    Attributes:
        sha256: 64 lower-case hexadecimal digits.
        sha512: 128 lower-case hexadecimal digits.
        length: in bytes.
        document_page_count: pages of the converted document, 1 or more.
        clause_page_count: pages of the clause, 1 or more.
        filler_pages: empty backs, by their place in the file, from 1; they keep each size of paper, and the clause, on
            a sheet of its own and are no pages of the output.
        sheet_count: how many sheets of paper come out of the printer.
        reduced_pages: pages of the document that were reduced to A4, from 1.
        two_sided: whether both sides of the sheets are printed.
    """

    sha256: str
    sha512: str
    length: int
    document_page_count: int
    clause_page_count: int
    filler_pages: tuple[int, ...]
    sheet_count: int
    reduced_pages: tuple[int, ...]
    two_sided: bool

    @property
    def page_count(self) -> int:
        """Pages of the output, § 25(2)(e): the document and the clause."""
        return self.document_page_count + self.clause_page_count

    @property
    def first_clause_page(self) -> int:
        """The place of the first page of the clause in the file, from 1."""
        return self.document_page_count + len(self.filler_pages) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPage:
    """A page of the document as it prints.

    Attributes:
        number: from 1.
        width_mm: as it stands before the reader, more than 0.
        height_mm: as above.
        paper: its format, such as „A3“ or „A4“; its measures, such as „300 × 500 mm“, where it has no name.
        is_larger_than_a4: whether an A4 printer would have to reduce it.
        is_coloured: whether it has colours that a black-and-white print would lose.
    """

    number: int
    width_mm: float
    height_mm: float
    paper: str
    is_larger_than_a4: bool
    is_coloured: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPages:
    """Which pages look otherwise than they did to those who signed, from 1.

    Attributes:
        look: all of them.
        content: those of which not only fields, notes or signatures above the content look otherwise.
        covered: those where something that was seen is not seen any more.
    """

    look: frozenset[int]
    content: frozenset[int]
    covered: frozenset[int]


class DifferenceCode(StrEnum):
    """Why a page prints otherwise than it is shown.

    Attributes:
        ANNOTATION_NOT_PRINTED: notes, stamps or drawings are shown and not printed.
        ANNOTATION_ONLY_PRINTED: they are printed and not shown.
        FIELD_NOT_PRINTED: form fields are shown and not printed.
        FIELD_ONLY_PRINTED: form fields are printed and not shown.
        ANNOTATION_WITHOUT_APPEARANCE: something has no picture of its own; each program draws it as it likes, or not.
        LAYER_NOT_PRINTED: a layer is shown and not printed.
        LAYER_ONLY_PRINTED: a layer is printed and not shown.
        PRINT_ALTERNATE: a picture has another one for printing; the shown one is printed.
        POSTSCRIPT: there are commands for PostScript printers; they are left out.
        LOOKS_DIFFERENT: the rendered pages differ, for a reason that has no name here.
    """

    ANNOTATION_NOT_PRINTED = "annotation_not_printed"
    ANNOTATION_ONLY_PRINTED = "annotation_only_printed"
    FIELD_NOT_PRINTED = "field_not_printed"
    FIELD_ONLY_PRINTED = "field_only_printed"
    ANNOTATION_WITHOUT_APPEARANCE = "annotation_without_appearance"
    LAYER_NOT_PRINTED = "layer_not_printed"
    LAYER_ONLY_PRINTED = "layer_only_printed"
    PRINT_ALTERNATE = "print_alternate"
    POSTSCRIPT = "postscript"
    LOOKS_DIFFERENT = "looks_different"


_WORDS = {
    DifferenceCode.ANNOTATION_NOT_PRINTED: Text(
        "Zobrazené poznámky, razítka nebo kresby se nevytisknou (počet: {count}).",
        "Notes, stamps or drawings that are shown are not printed ({count}).",
    ),
    DifferenceCode.ANNOTATION_ONLY_PRINTED: Text(
        "Vytisknou se poznámky, razítka nebo kresby, které se na obrazovce nezobrazují (počet: {count}).",
        "Notes, stamps or drawings are printed that are not shown on the screen ({count}).",
    ),
    DifferenceCode.FIELD_NOT_PRINTED: Text(
        "Zobrazená pole formuláře se nevytisknou (počet: {count}).",
        "Form fields that are shown are not printed ({count})."
    ),
    DifferenceCode.FIELD_ONLY_PRINTED: Text(
        "Vytisknou se pole formuláře, která se na obrazovce nezobrazují (počet: {count}).",
        "Form fields are printed that are not shown on the screen ({count}).",
    ),
    DifferenceCode.ANNOTATION_WITHOUT_APPEARANCE: Text(
        "Poznámka, kresba nebo pole nemá určený vzhled; různé programy je zobrazí různě, vytisknout je nelze "
        "(počet: {count}).",
        "A note, drawing or field has no appearance of its own; programs show it differently, it cannot be printed "
        "({count}).",
    ),
    DifferenceCode.LAYER_NOT_PRINTED: Text(
        "Zobrazená vrstva se nevytiskne (počet: {count}).", "A layer that is shown is not printed ({count})."
    ),
    DifferenceCode.LAYER_ONLY_PRINTED: Text(
        "Vytiskne se vrstva, která se na obrazovce nezobrazuje (počet: {count}).",
        "A layer is printed that is not shown on the screen ({count}).",
    ),
    DifferenceCode.PRINT_ALTERNATE: Text(
        "Obrázek má pro tisk určenu jinou podobu; vytiskne se ta, která se zobrazuje (počet: {count}).",
        "A picture has another form for printing; the one that is shown is printed ({count}).",
    ),
    DifferenceCode.POSTSCRIPT: Text(
        "Strana obsahuje příkazy pro tiskárny PostScript, které se na obrazovce nezobrazují; byly vynechány "
        "(počet: {count}).",
        "The page has commands for PostScript printers that are not shown on the screen; they are left out ({count}).",
    ),
    DifferenceCode.LOOKS_DIFFERENT: Text(
        "Vytištěná strana vypadá jinak než zobrazená. Porovnejte obě podoby.",
        "The printed page looks different from the shown one. Compare both.",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDifference:
    """One way in which a page prints otherwise than a viewer shows it (zobrazeno × vytištěno).

    Attributes:
        page: from 1.
        code: which way.
        count: how many such things the page has, 1 or more.
    """

    page: int
    code: DifferenceCode
    count: int = 1

    @property
    def text(self) -> Text:
        """The sentence for the official, without the number of the page."""
        words = _WORDS[self.code]
        return Text(words.cs.format(count=self.count), words.en.format(count=self.count))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSurvey:
    """How a document will print, before it is printed.

    Attributes:
        pages: each page, in order.
        differences: where print and screen differ, by page; empty if nowhere.
    """

    pages: tuple[PrintedPage, ...]
    differences: tuple[PageDifference, ...]
