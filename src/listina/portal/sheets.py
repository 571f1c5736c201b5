"""A confirmed clause as the public page shows it: the texts of the law, and where the clause stands now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from listina.law.clause import Standing, ToElectronicClause
from listina.law.dates import czech_date, prague_day
from listina.law.directions import Direction
from listina.law.paper.sheet import (
    LABEL_INPUT_DIGEST,
    LABEL_OUTPUT_PAGES,
    LABELS_ABOVE_THE_DATE,
    TO_PAPER_STATEMENT,
    TO_PAPER_TITLE,
)
from listina.law.wording import (
    DISCLAIMER,
    EX_OFFICIO_SUBTITLE,
    LABEL_AUTHORITY,
    LABEL_CHECK_CODE,
    LABEL_DRAWN_UP_ON,
    LABEL_NUMBER,
    LABEL_OFFICIAL,
    TEST_WATERMARK,
    ClauseSheet,
    Row,
    to_electronic_sheet,
    verification_sentence,
)
from listina.register.kinds import CorrectionKind
from listina.register.queries import PublicClause, PublicCorrection

_TONES: Mapping[str, str] = {
    CorrectionKind.EVIDENCE_CORRECTED: "primary",
    CorrectionKind.MARKED_ERRONEOUS: "warning",
    CorrectionKind.REPLACED: "warning",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingLine:
    """What is said above the clause.

    Attributes:
        tone: `success`, `warning` or `error`.
        icon: the name of the picture.
        title: a few words.
        sentence: what it means for the reader.
    """

    tone: str
    icon: str
    title: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEntry:
    """What happened to a clause after its registration.

    Attributes:
        tone: `primary` where nothing of the output is concerned, `warning` otherwise.
        sentence: the day and what happened.
    """

    tone: str
    sentence: str


def clause_sheet(clause: PublicClause, verification_url: str) -> ClauseSheet:
    """Return the texts of the clause as they were printed."""
    return _SHEETS[clause.direction](clause, verification_url)


def _to_electronic(clause: PublicClause, verification_url: str) -> ClauseSheet:
    return to_electronic_sheet(
        ToElectronicClause(
            number=clause.number,
            authority_name=clause.authority_name,
            input_page_count=clause.input_page_count,
            untransferable=clause.untransferable,
            drawn_up_on=clause.clause_date,
            official_name=_official(clause),
            check_code=clause.check_code,
            content_digest=clause.content_digest,
            verification_url=verification_url,
            standing=Standing(clause.standing),
        )
    )


def _to_paper(clause: PublicClause, verification_url: str) -> ClauseSheet:
    """Return the sheet from what the register holds, in the order of the paper, each sentence on its own line."""
    statements = clause.statements or ((LABEL_OUTPUT_PAGES, str(clause.page_count)),)
    told = [Row(label=label, value=text) for label, text in statements]
    return ClauseSheet(
        title=TO_PAPER_TITLE,
        subtitle=EX_OFFICIO_SUBTITLE,
        statement=TO_PAPER_STATEMENT,
        rows=(
            Row(label=LABEL_NUMBER, value=clause.number, emphasised=True),
            Row(label=LABEL_AUTHORITY, value=clause.authority_name),
            *(row for row in told if row.label in LABELS_ABOVE_THE_DATE),
            Row(label=LABEL_DRAWN_UP_ON, value=czech_date(clause.clause_date)),
            Row(label=LABEL_CHECK_CODE, value=clause.check_code),
            Row(label=LABEL_INPUT_DIGEST, value=clause.content_digest),
            *(row for row in told if row.label not in LABELS_ABOVE_THE_DATE),
            Row(label=LABEL_OFFICIAL, value=_official(clause)),
        ),
        paragraphs=(),
        disclaimer=DISCLAIMER,
        verification=verification_sentence(clause.number, clause.check_code, verification_url),
        watermark=None if clause.standing == Standing.LIVE else TEST_WATERMARK,
    )


_SHEETS: Mapping[Direction, Callable[[PublicClause, str], ClauseSheet]] = {
    Direction.TO_ELECTRONIC: _to_electronic,
    Direction.TO_PAPER: _to_paper,
}
ASIDES: Mapping[Direction, str] = {
    Direction.TO_ELECTRONIC: "portal/compare_file/output.html",
    Direction.TO_PAPER: "portal/compare_file/input.html",
}
"""Which template compares the reader's file: with the output, or with the input where the output is on paper."""


def _official(clause: PublicClause) -> str:
    # Automated conversions, which name no person, come with wording of their own.
    if clause.official_name is None:
        return clause.authority_name
    return clause.official_name or _("jméno bylo po uplynutí doby uchování smazáno")


def told_entries(clause: PublicClause) -> tuple[ToldEntry, ...]:
    """Return what happened to the clause after its registration, the oldest first."""
    language = get_language()
    told = [
        (entry.at, _told(entry.at, _entry_sentence(entry, language), _TONES[entry.kind]))
        for entry in clause.corrections
    ]
    for earlier in clause.replaces:
        sentence = _("Výstup nahrazuje dřívější výstup č. %s.") % earlier.number
        told.append((earlier.at, _told(earlier.at, sentence, "primary")))
    return tuple(entry for _at, entry in sorted(told, key=itemgetter(0)))


def _told(at: datetime, sentence: str, tone: str) -> ToldEntry:
    return ToldEntry(tone=tone, sentence=f"{czech_date(prague_day(at))}: {sentence}")


def _entry_sentence(entry: PublicCorrection, language: str | None) -> str:
    sentence = entry.wording.in_language(language)
    if entry.replaced_by is None:
        return sentence
    replaced = _("Nahrazuje ho výstup č. %s.") % entry.replaced_by
    return f"{sentence} {replaced}"


def standing_line(state: str, direction: Direction) -> StandingLine:
    """Return what is said about a clause in the state `confirmed`, `erroneous` or `replaced`."""
    return _lines(direction)[state]


def _lines(direction: Direction) -> Mapping[str, StandingLine]:
    return {
        "confirmed": StandingLine(
            tone="success",
            icon="check-circle",
            title=_("Doložka je zapsána v evidenci."),
            sentence=_on_paper()
            if direction is Direction.TO_PAPER
            else _("Porovnejte ji s doložkou, kterou máte, a ověřte i samotný soubor."),
        ),
        "erroneous": StandingLine(
            tone="error",
            icon="cross-circle",
            title=_("Subjekt oznámil, že výstup byl vyhotoven chybně."),
            sentence=_("Doložka zůstává v evidenci, ale na výstup se nespoléhejte. Obraťte se na subjekt níže."),
        ),
        "replaced": StandingLine(
            tone="warning",
            icon="warning",
            title=_("Výstup byl nahrazen jiným."),
            sentence=_("Doložka zůstává v evidenci. Číslo nového výstupu uvádíme níže."),
        ),
    }


def _on_paper() -> str:
    return _(
        "Porovnejte ji s doložkou na listině: listina musí nést i podpis osoby, která konverzi provedla, "
        "a otisk úředního razítka."
    )
