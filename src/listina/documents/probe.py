"""Whether this machine can typeset a clause and read it back; asked by `listina doctor`."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from listina.documents.barcodes import read_codes
from listina.documents.clause import typeset
from listina.documents.errors import FontsMissingError
from listina.documents.rendering import render_page
from listina.documents.typesetting import font_folders
from listina.errors import ListinaError
from listina.law.clause import Standing, ToElectronicClause
from listina.law.wording import to_electronic_sheet

_READING_DPI = 200
_NUMBER = "T1-1-260101120000"
_CHECK_CODE = "0123456789"
_ADDRESS = f"https://listina.example/overeni/{_NUMBER}/{_CHECK_CODE}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesettingProblem:
    """What is wrong with typesetting and what the operator does about it."""

    code: str
    cs: str
    en: str


def check() -> tuple[TypesettingProblem, ...]:
    """Typeset a sample clause, render it and read its codes; return what is wrong, empty if nothing."""
    try:
        font_folders()
        found = _codes_of_a_sample()
    except FontsMissingError as error:
        return (_problem("typesetting.fonts", error),)
    except ListinaError as error:
        return (_problem("typesetting.failed", error),)
    missing = {_NUMBER, _ADDRESS} - found
    if missing:
        return (
            TypesettingProblem(
                code="typesetting.codes",
                cs="Kódy doložky nelze přečíst z vykreslené strany. Spusťte znovu bin/setup a obraťte se na podporu.",
                en="The clause's codes cannot be read from the rendered page. Run bin/setup again, contact support.",
            ),
        )
    return ()


def sample_pdf() -> bytes:
    """Return a page that no installation has to be given: a clause that was never registered.

    Raises:
        FontsMissingError, ClauseNotTypesetError: this machine cannot typeset.
    """
    clause = ToElectronicClause(
        number=_NUMBER,
        authority_name="Zkušební úřad",
        input_page_count=1,
        untransferable=(),
        drawn_up_on=date(2026, 1, 1),
        official_name="Zkušební Osoba",
        check_code=_CHECK_CODE,
        content_digest="0" * 64,
        verification_url=_ADDRESS,
        standing=Standing.TEST,
    )
    return typeset(to_electronic_sheet(clause), number=_NUMBER, verification_url=_ADDRESS, standing=Standing.TEST)


def _codes_of_a_sample() -> set[str]:
    with tempfile.TemporaryDirectory(prefix="listina-probe-") as folder:
        sample = Path(folder) / "clause.pdf"
        sample.write_bytes(sample_pdf())
        return {code.text for code in read_codes(render_page(sample, 0, dpi=_READING_DPI))}


def _problem(code: str, error: ListinaError) -> TypesettingProblem:
    return TypesettingProblem(code=code, cs=error.text("cs"), en=error.text("en"))
