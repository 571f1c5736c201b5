"""The words of the clause, row by row and sentence by sentence (znění doložky).

The sentences are our own on the terms of the act; only the disclaimer follows L300 § 24(5) word for word. They are
Czech whatever the language of the user, because the clause is part of a Czech public document.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from listina.law.admissibility import UntransferableElement
from listina.law.clause import Standing, ToElectronicClause
from listina.law.dates import HARD_SPACE, czech_date

TO_ELECTRONIC_TITLE = "Doložka konverze do dokumentu obsaženého v datové zprávě"
EX_OFFICIO_SUBTITLE = "Autorizovaná konverze dokumentů z moci úřední"

TO_ELECTRONIC_STATEMENT = (
    "Tento dokument (výstup) vznikl úplným převedením dokumentu v listinné podobě (vstupu) do dokumentu obsaženého "
    "v datové zprávě. Obsah výstupu odpovídá obsahu vstupu."
)
"""The statement of agreement, § 25(1)(c)."""

SIGNED_BY_A_PERSON = (
    "Doložka je součástí výstupu. Výstup je podepsán kvalifikovaným elektronickým podpisem osoby, která konverzi "
    "provedla, a opatřen kvalifikovaným elektronickým časovým razítkem."
)
"""What the sentence says is done right afterwards: § 25(1)(h) L300, §§ 5 and 11 L297."""

NO_FURTHER_CONVERSION = (
    "Výstup nelze dále konvertovat "
    f"(§{HARD_SPACE}24 odst.{HARD_SPACE}4 písm.{HARD_SPACE}e) zákona č.{HARD_SPACE}300/2008{HARD_SPACE}Sb.)."
)

DISCLAIMER = (
    "Konverzí se nepotvrzuje správnost a pravdivost údajů obsažených ve vstupu a jejich soulad s právními předpisy."
)
"""§ 24(5), word for word."""

TEST_WATERMARK = "ZKUŠEBNÍ VÝSTUP – NEMÁ PRÁVNÍ ÚČINKY"

NUMBER_TO_COME = "číslo bude přiděleno"
CHECK_CODE_TO_COME = "kód bude přidělen"
VERIFICATION_TO_COME = "Doložku bude možné ověřit po jejím zápisu do evidence."

LABEL_NUMBER = "Pořadové číslo v evidenci provedených konverzí"
LABEL_AUTHORITY = "Subjekt, který konverzi provedl"
LABEL_PAGE_COUNT = "Počet stran vstupu"
LABEL_UNTRANSFERABLE = "Viditelný prvek, který nelze plně přenést na výstup"
LABEL_DRAWN_UP_ON = "Datum vyhotovení doložky"
LABEL_OFFICIAL = "Konverzi provedla osoba"
LABEL_CHECK_CODE = "Kontrolní kód"
LABEL_CONTENT_DIGEST = "Otisk obsahu (SHA-256)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: a label and its value. Names of strangers stand only in values, never within a sentence.

    Attributes:
        label: the left column.
        value: the right column.
        emphasised: whether the value is printed in bold.
    """

    label: str
    value: str
    emphasised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseSheet:
    """Everything that is printed on the clause, in the order of printing; the typesetter adds nothing but codes.

    Attributes:
        title: the heading.
        subtitle: the line below it.
        statement: that the contents agree.
        rows: the table.
        paragraphs: sentences below the table.
        disclaimer: § 24(5), printed in bold.
        verification: how the clause can be verified.
        watermark: across the page; None only for live outputs.
    """

    title: str
    subtitle: str
    statement: str
    rows: tuple[Row, ...]
    paragraphs: tuple[str, ...]
    disclaimer: str
    verification: str
    watermark: str | None


def to_electronic_sheet(clause: ToElectronicClause) -> ClauseSheet:
    """Return the texts of a clause of conversion to electronic form, or of its preview.

    Source: L300 § 25(1); § 24(5) for the disclaimer.
    """
    return ClauseSheet(
        title=TO_ELECTRONIC_TITLE,
        subtitle=EX_OFFICIO_SUBTITLE,
        statement=TO_ELECTRONIC_STATEMENT,
        rows=(
            Row(label=LABEL_NUMBER, value=clause.number or NUMBER_TO_COME, emphasised=True),
            Row(label=LABEL_AUTHORITY, value=clause.authority_name),
            Row(label=LABEL_PAGE_COUNT, value=str(clause.input_page_count)),
            Row(label=LABEL_UNTRANSFERABLE, value=untransferable_sentence(clause.untransferable)),
            Row(label=LABEL_DRAWN_UP_ON, value=czech_date(clause.drawn_up_on)),
            Row(label=LABEL_OFFICIAL, value=clause.official_name),
            Row(label=LABEL_CHECK_CODE, value=clause.check_code or CHECK_CODE_TO_COME),
            Row(label=LABEL_CONTENT_DIGEST, value=clause.content_digest),
        ),
        paragraphs=(SIGNED_BY_A_PERSON, NO_FURTHER_CONVERSION) if clause.untransferable else (SIGNED_BY_A_PERSON,),
        disclaimer=DISCLAIMER,
        verification=verification_sentence(clause.number, clause.check_code, clause.verification_url),
        watermark=None if clause.standing is Standing.LIVE else TEST_WATERMARK,
    )


def untransferable_sentence(elements: tuple[UntransferableElement, ...]) -> str:
    """Return the sentence about visible elements that cannot be carried over, § 25(1)(e)."""
    if not elements:
        return "Vstup takový prvek neobsahuje."
    named = "; ".join(f"{element.name} ({_pages(element.pages)})" for element in elements)
    return f"Vstup obsahuje: {named}."


def _pages(pages: tuple[int, ...]) -> str:
    listed = ", ".join(str(page) for page in sorted(set(pages)))
    return f"{'strana' if len(set(pages)) == 1 else 'strany'}{HARD_SPACE}{listed}"


def verification_sentence(number: str | None, check_code: str | None, url: str | None) -> str:
    """Return how the clause can be verified, or in a preview that it will be."""
    if number is None or check_code is None or url is None:
        return VERIFICATION_TO_COME
    address = _form_address(url, number, check_code)
    return (
        f"Doložku lze ověřit na adrese {address} po zadání pořadového čísla a kontrolního kódu, nebo načtením kódu QR."
    )


def _form_address(url: str, number: str, check_code: str) -> str:
    """Return the address of the page with the form: that of the QR code without number and check code at its end.

    People who type need the short address; the sentence goes on to say what they enter there.
    """
    for written in (number, quote(number, safe="")):
        shorter = url.rstrip("/").removesuffix(f"/{written}/{check_code}")
        if shorter != url.rstrip("/"):
            return f"{shorter}/"
    return url
