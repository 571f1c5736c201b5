"""The grounds on which a conversion is not performed, as dated rules (kdy se konverze neprovádí).

Source: L300 § 24(4). Each rule holds the words of the act (after „Konverze se neprovádí,“), for which direction and
kind it speaks, who can answer it, and its days of effect. An amendment ends a rule and begins another; nothing is
edited.

The days: e) and f) changed on 21.11.2019, g) and h) on 1.7.2022 by act 261/2021 Sb., b) on 1.1.2026 by act 220/2025 Sb.
Letters that later insertions moved (today's i and j before 2022, g before 2019) are given as they follow from counting
back the insertions; the words of rules that have ended follow public guidance of their time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from listina.law.dates import HARD_SPACE
from listina.law.directions import ConversionKind, Direction
from listina.law.effect import CONVERSION_BEGAN, in_force

CLAUSES_NAME_ELEMENTS_SINCE = date(2019, 11, 21)
"""Visible untransferable elements became part of clauses; embossed stamps ceased to be a ground of their own."""

INTEGRITY_SINCE = date(2022, 7, 1)
"""Act 261/2021 Sb.: broken integrity stops a conversion."""

WEAPON_LICENCE_UNTIL = date(2026, 1, 1)
"""Act 220/2025 Sb.: the firearms licence is no longer a paper document and left the list."""


class AnsweredBy(StrEnum):
    """Who can find out whether a ground is given."""

    OFFICIAL = "official"
    MACHINE = "machine"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundItem:
    """A numbered item within a letter, such as d) 1 to 4.

    Attributes:
        number: 1 or more.
        code: stable English name.
        text_cs: the words of the act.
        text_en: their sense.
    """

    number: int
    code: str
    text_cs: str
    text_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One ground for not performing a conversion, in one of its wordings.

    Attributes:
        letter: of § 24(4), as it was called in these days.
        code: stable English name; it stays when the letter moves.
        text_cs: the words of the act.
        text_en: their sense.
        items: the numbered items of the letter; empty except for d).
        directions: for which directions it speaks.
        kinds: for which kinds of conversion it speaks.
        answered_by: who can find out.
        valid_from: the first day of effect.
        valid_until: the first day without effect; None while in force.
        source: the act, and the amendment that began or ended this wording.
    """

    letter: str
    code: str
    text_cs: str
    text_en: str
    items: tuple[GroundItem, ...] = ()
    directions: frozenset[Direction]
    kinds: frozenset[ConversionKind]
    answered_by: AnsweredBy
    valid_from: date
    valid_until: date | None
    source: str

    @property
    def provision_cs(self) -> str:
        """How an official's document cites the ground, with hard spaces."""
        return provision_cs(self.letter)


def provision_cs(letter: str) -> str:
    """Return the citation `§ 24 odst. 4 písm. x) zákona č. 300/2008 Sb.` with hard spaces."""
    parts = ("§", "24", "odst.", "4", "písm.", f"{letter})", "zákona", "č.", "300/2008", "Sb.")
    return HARD_SPACE.join(parts)


def grounds_on(day: date, direction: Direction, kind: ConversionKind) -> tuple[Ground, ...]:
    """Return the grounds that bind on `day` for a conversion of this direction and kind, by letter.

    Raises:
        NoRuleRecordedError: `day` is before 1.7.2009, when there were no conversions.
    """
    binding = in_force(ALL_GROUNDS, day, subject=f"§{HARD_SPACE}24 odst.{HARD_SPACE}4")
    return tuple(ground for ground in binding if direction in ground.directions and kind in ground.kinds)


_BOTH_DIRECTIONS = frozenset(Direction)
_FROM_PAPER = frozenset({Direction.TO_ELECTRONIC})
_ONTO_PAPER = frozenset({Direction.TO_PAPER})
_BOTH_KINDS = frozenset(ConversionKind)
_ON_REQUEST = frozenset({ConversionKind.ON_REQUEST})

_IRREPLACEABLE_EN = (
    "it is a paper document whose uniqueness a conversion cannot replace: an identity card or other card or licence, a "
    "savings book, cheque, bill of exchange or other security, a lottery ticket, a survey plan or technical drawing"
)
_UNSIGNED_CS = (
    "v případě provedení konverze na žádost, nebyl-li dokument obsažený v datové zprávě podepsán způsobem, se kterým "
    "jiný právní předpis spojuje při právním jednání vůči státu v souvislosti s výkonem jeho působnosti účinky "
    "vlastnoručního podpisu, zapečetěn uznávanou elektronickou pečetí nebo označen uznávanou elektronickou značkou "
    "toho, kdo dokument vydal nebo vytvořil"
)
_UNSIGNED_EN = (
    "on request only: the electronic document is not signed, sealed or marked by its issuer in the required way"
)
_NOT_PRINTABLE_CS = (
    "jde-li o dokument obsažený v datové zprávě, který nelze konvertovat do listinné podoby, například o zvukový nebo "
    "audiovizuální záznam"
)
_NOT_PRINTABLE_EN = "the electronic document cannot be converted to paper, such as a sound or audiovisual recording"
_TECHNICAL_CS = "pokud dokument nesplňuje technické náležitosti podle odstavce 3"
_TECHNICAL_EN = "the document does not meet the technical requirements of the decree (D193 § 3 and annex 1)"


def _not_printable(letter: str, valid_from: date, valid_until: date | None, source: str) -> Ground:
    return Ground(
        letter=letter,
        code="not_transferable_to_paper",
        text_cs=_NOT_PRINTABLE_CS,
        text_en=_NOT_PRINTABLE_EN,
        directions=_ONTO_PAPER,
        kinds=_BOTH_KINDS,
        answered_by=AnsweredBy.BOTH,
        valid_from=valid_from,
        valid_until=valid_until,
        source=source,
    )


def _technical(letter: str, valid_from: date, valid_until: date | None, source: str) -> Ground:
    return Ground(
        letter=letter,
        code="technical_requirements",
        text_cs=_TECHNICAL_CS,
        text_en=_TECHNICAL_EN,
        directions=_BOTH_DIRECTIONS,
        kinds=_BOTH_KINDS,
        answered_by=AnsweredBy.BOTH,
        valid_from=valid_from,
        valid_until=valid_until,
        source=source,
    )


def _unsigned(letter: str, valid_from: date, valid_until: date | None, source: str) -> Ground:
    return Ground(
        letter=letter,
        code="unsigned_electronic_input",
        text_cs=_UNSIGNED_CS,
        text_en=_UNSIGNED_EN,
        directions=_ONTO_PAPER,
        kinds=_ON_REQUEST,
        answered_by=AnsweredBy.MACHINE,
        valid_from=valid_from,
        valid_until=valid_until,
        source=source,
    )


ALL_GROUNDS: tuple[Ground, ...] = (
    Ground(
        letter="a",
        code="other_form",
        text_cs="je-li dokument v jiné než v listinné podobě či v podobě datové zprávy",
        text_en="the document is in another form than paper or a data message",
        directions=_BOTH_DIRECTIONS,
        kinds=_BOTH_KINDS,
        answered_by=AnsweredBy.BOTH,
        valid_from=CONVERSION_BEGAN,
        valid_until=None,
        source="L300 § 24(4)(a)",
    ),
    Ground(
        letter="b",
        code="irreplaceable",
        text_cs=(
            "jde-li o dokument v listinné podobě, jehož jedinečnost nelze konverzí nahradit, zejména o občanský "
            "průkaz, cestovní doklad, zbrojní průkaz, řidičský průkaz, vojenskou knížku, služební průkaz, průkaz o "
            "povolení k pobytu cizince, rybářský lístek, lovecký lístek nebo jiný průkaz, vkladní knížku, šek, směnku "
            "nebo jiný cenný papír, los, sázenku, geometrický plán, rys nebo technickou kresbu"
        ),
        text_en=f"{_IRREPLACEABLE_EN}; the list named the firearms licence",
        directions=_FROM_PAPER,
        kinds=_BOTH_KINDS,
        answered_by=AnsweredBy.OFFICIAL,
        valid_from=CONVERSION_BEGAN,
        valid_until=WEAPON_LICENCE_UNTIL,
        source="L300 § 24(4)(b) before act 220/2025 Sb.",
    ),
    Ground(
        letter="b",
        code="irreplaceable",
        text_cs=(
            "jde-li o dokument v listinné podobě, jehož jedinečnost nelze konverzí nahradit, zejména o občanský "
            "průkaz, cestovní doklad, řidičský průkaz, vojenskou knížku, služební průkaz, průkaz o povolení k pobytu "
            "cizince, rybářský lístek, lovecký lístek nebo jiný průkaz, vkladní knížku, šek, směnku nebo jiný cenný "
            "papír, los, sázenku, geometrický plán, rys nebo technickou kresbu"
        ),
        text_en=_IRREPLACEABLE_EN,
        directions=_FROM_PAPER,
        kinds=_BOTH_KINDS,
        answered_by=AnsweredBy.OFFICIAL,
        valid_from=WEAPON_LICENCE_UNTIL,
        valid_until=None,
        source="L300 § 24(4)(b) as amended by act 220/2025 Sb.",
    ),
    Ground(
        letter="c",
        code="weakening_changes",
        text_cs=(
            "jsou-li v dokumentu v listinné podobě změny, doplňky, vsuvky nebo škrty, které by mohly zeslabit jeho "
            "věrohodnost"
        ),
        text_en="the paper has changes, additions, insertions or strike-outs that could weaken its credibility",
        directions=_FROM_PAPER,
        kinds=_BOTH_KINDS,
        answered_by=AnsweredBy.OFFICIAL,
        valid_from=CONVERSION_BEGAN,
        valid_until=None,
        source="L300 § 24(4)(c)",
    ),
    Ground(
        letter="d",
        code="kind_not_apparent",
        text_cs="není-li z dokumentu v listinné podobě patrné, zda se jedná o",
        text_en="it is not apparent from the paper whether it is",
        items=(
            GroundItem(number=1, code="original", text_cs="prvopis", text_en="an original"),
            GroundItem(number=2, code="vidimated", text_cs="vidimovaný dokument", text_en="a vidimated document"),
            GroundItem(
                number=3,
                code="copy_from_file",
                text_cs="opis nebo kopii pořízenou ze spisu",
                text_en="a transcript or copy made from a file",
            ),
            GroundItem(
                number=4,
                code="issued_copy",
                text_cs=(
                    "stejnopis písemného vyhotovení rozhodnutí anebo výroku rozhodnutí vydaného podle jiného právního "
                    "předpisu"
                ),
                text_en="an issued copy of a decision or of its operative part",
            ),
        ),
        directions=_FROM_PAPER,
        kinds=_BOTH_KINDS,
        answered_by=AnsweredBy.OFFICIAL,
        valid_from=CONVERSION_BEGAN,
        valid_until=None,
        source="L300 § 24(4)(d)",
    ),
    Ground(
        letter="e",
        code="embossed_text",
        text_cs="je-li dokument v listinné podobě opatřen plastickým textem nebo otiskem plastického razítka",
        text_en="the paper bears embossed text or the imprint of an embossing stamp",
        directions=_FROM_PAPER,
        kinds=_BOTH_KINDS,
        answered_by=AnsweredBy.OFFICIAL,
        valid_from=CONVERSION_BEGAN,
        valid_until=CLAUSES_NAME_ELEMENTS_SINCE,
        source="L300 § 24(4)(e) until 20.11.2019",
    ),
    Ground(
        letter="e",
        code="output_with_untransferable_element",
        text_cs=(
            "jde-li o dokument, který je výstupem, v jehož doložce je uveden údaj o tom, že vstup obsahuje viditelný "
            "prvek, který nelze plně přenést na výstup"
        ),
        text_en="it is the output of a conversion whose clause says that the input had an untransferable element",
        directions=_BOTH_DIRECTIONS,
        kinds=_BOTH_KINDS,
        answered_by=AnsweredBy.BOTH,
        valid_from=CLAUSES_NAME_ELEMENTS_SINCE,
        valid_until=None,
        source="L300 § 24(4)(e) since 21.11.2019",
    ),
    Ground(
        letter="f",
        code="vidimation_security_element",
        text_cs=(
            "jde-li o vidimovaný dokument, v jehož ověřovací doložce je uveden údaj o tom, že dokument, ze kterého byl "
            "vidimovaný dokument pořízen, obsahoval viditelný zajišťovací prvek"
        ),
        text_en="it is a vidimated document whose clause says that its source had a visible security element",
        directions=_BOTH_DIRECTIONS,
        kinds=_BOTH_KINDS,
        answered_by=AnsweredBy.OFFICIAL,
        valid_from=CLAUSES_NAME_ELEMENTS_SINCE,
        valid_until=None,
        source="L300 § 24(4)(f) since 21.11.2019",
    ),
    _unsigned("f", CONVERSION_BEGAN, CLAUSES_NAME_ELEMENTS_SINCE, "L300 § 24(4) until 20.11.2019, letter counted back"),
    _unsigned("g", CLAUSES_NAME_ELEMENTS_SINCE, INTEGRITY_SINCE, "L300 § 24(4)(g) until 30.6.2022"),
    Ground(
        letter="g",
        code="unsigned_electronic_input",
        text_cs=f"{_UNSIGNED_CS}; to neplatí, jde-li o legalizovaný dokument v elektronické podobě",
        text_en=f"{_UNSIGNED_EN}; not for a legalised electronic document",
        directions=_ONTO_PAPER,
        kinds=_ON_REQUEST,
        answered_by=AnsweredBy.MACHINE,
        valid_from=INTEGRITY_SINCE,
        valid_until=None,
        source="L300 § 24(4)(g) as amended by act 261/2021 Sb.",
    ),
    Ground(
        letter="h",
        code="integrity_broken",
        text_cs="v případě porušení integrity dokumentu obsaženého v datové zprávě",
        text_en="the integrity of the electronic document is broken",
        directions=_ONTO_PAPER,
        kinds=_BOTH_KINDS,
        answered_by=AnsweredBy.BOTH,
        valid_from=INTEGRITY_SINCE,
        valid_until=None,
        source="L300 § 24(4)(h), inserted by act 261/2021 Sb.",
    ),
    _not_printable(
        "g", CONVERSION_BEGAN, CLAUSES_NAME_ELEMENTS_SINCE, "L300 § 24(4) until 20.11.2019, letter counted back"
    ),
    _not_printable(
        "h", CLAUSES_NAME_ELEMENTS_SINCE, INTEGRITY_SINCE, "L300 § 24(4) until 30.6.2022, letter counted back"
    ),
    _not_printable("i", INTEGRITY_SINCE, None, "L300 § 24(4)(i)"),
    _technical(
        "h", CONVERSION_BEGAN, CLAUSES_NAME_ELEMENTS_SINCE, "L300 § 24(4) until 20.11.2019, letter counted back"
    ),
    _technical("i", CLAUSES_NAME_ELEMENTS_SINCE, INTEGRITY_SINCE, "L300 § 24(4) until 30.6.2022, letter counted back"),
    _technical("j", INTEGRITY_SINCE, None, "L300 § 24(4)(j)"),
)
"""Every wording of every ground, by today's letter and then by time; the source for all questions and refusals."""
