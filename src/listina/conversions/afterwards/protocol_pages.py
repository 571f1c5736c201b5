"""The pages of the input as the protocol tells them: where each came from, what was done to it, who compared it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from listina.conversions.afterwards.protocol_facts import counted_bytes, digest, row
from listina.conversions.models import Page
from listina.conversions.page_views import assessment_of
from listina.documents.page_assessment import PageAssessment
from listina.documents.protocol import ProtocolPart, ProtocolRow
from listina.documents.resolution import DpiSource
from listina.documents.transformations import Transformation
from listina.law.dates import czech_moment

_SOURCES = {
    "upload": "nahráno z počítače",
    "agent": "naskenováno na pracovišti",
    "api": "předáno jiným systémem",
    "cli": "předáno z příkazové řádky",
}
_COLOURS = {"colour": "barevně", "grey": "v odstínech šedi", "bilevel": "černobíle"}


def page_parts(pages: Sequence[Page], names: Mapping[int, str]) -> Iterable[ProtocolPart]:
    """Return a table for each page in order; `names` are the officials' full names by user id."""
    for place, page in enumerate(pages, start=1):
        yield ProtocolPart(title=f"Strana {place}", rows=tuple(_rows(page, names)))


def _rows(page: Page, names: Mapping[int, str]) -> Iterable[ProtocolRow]:
    assessment = assessment_of(page)
    yield row("Zdroj", _source(page))
    yield row("Připojila osoba", f"{names[page.attached_by]}, {czech_moment(page.attached_at)}")
    yield row("Obraz", _picture(assessment))
    yield row("Rozlišení", _resolution(page, assessment, names))
    yield digest("Otisk strany (SHA-256)", page.sha256)
    yield digest("Otisk strany (SHA-512)", page.sha512)
    if page.original_sha256 != page.sha256:
        yield row("Původní soubor", f"strana {page.original_page} souboru, {counted_bytes(page.original_length)}")
        yield digest("Otisk původního souboru (SHA-256)", page.original_sha256)
        yield digest("Otisk původního souboru (SHA-512)", page.original_sha512)
    yield row("Přeměny", _transformations(page))
    for finding in assessment.findings:
        yield row("Zjištění", finding.cs)
    if page.blank_kept:
        yield row("Prázdná strana", "Ponechána, prázdná je i v předloze.")
    if page.one_bit_allowed_at is not None:
        yield row("Černobílý sken", f"Povolen {czech_moment(page.one_bit_allowed_at)}.")
    yield row("Porovnání s předlohou", _comparison(page))


def _source(page: Page) -> str:
    parts = (_SOURCES.get(page.source, page.source), page.device, f"soubor {page.filename}" if page.filename else "")
    return ", ".join(part for part in parts if part)


def _picture(assessment: PageAssessment) -> str:
    return (
        f"{assessment.format}, {assessment.width_px} × {assessment.height_px} bodů, "
        f"{_COLOURS.get(assessment.colour, assessment.colour)}, {assessment.bits} bitů na bod, "
        f"{counted_bytes(assessment.length)}"
    )


def _resolution(page: Page, assessment: PageAssessment, names: Mapping[int, str]) -> str:
    if assessment.dpi_x is None or assessment.dpi_y is None:
        return "neznámé"
    stated = f"{assessment.dpi_x:.0f} × {assessment.dpi_y:.0f} dpi"
    match assessment.dpi_source:
        case DpiSource.FILE:
            return f"{stated}, uvádí soubor"
        case DpiSource.PAGE:
            return f"{stated}, plyne z rozměrů strany"
        case DpiSource.DECLARED if page.dpi_declared_by is not None:
            return f"{stated}, uvedla osoba: {names[page.dpi_declared_by]}"
        case _:
            return f"{stated}, uvedeno při připojení"


def _transformations(page: Page) -> str:
    done = [Transformation.from_json(stored).cs for stored in page.transformations]
    if page.rotation:
        done.append(f"Otočeno o {page.rotation}° ve směru hodinových ručiček; bajty zůstaly beze změny.")
    return " ".join(done) or "žádné"


def _comparison(page: Page) -> str:
    if page.compared is None or page.compared_at is None:
        return "neporovnána"
    return f"{'souhlasí' if page.compared else 'nesouhlasí'}, {czech_moment(page.compared_at)}"
