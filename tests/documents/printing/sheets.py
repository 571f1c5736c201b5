"""Sheets of paper clauses as the law words them: with nothing to tell, and with more than usual."""

from __future__ import annotations

from collections.abc import Callable

from listina.law.paper.sheet_values import Block, PaperSheet, Section, Signing
from listina.law.wording import DISCLAIMER, EX_OFFICIO_SUBTITLE, TEST_WATERMARK, Row

NUMBER = "T57182711-12345-260312140509"
URL = f"https://listina.test/overeni/{NUMBER}/ABCDE12345/"
OFFICIAL = "Mgr. Šárka Řeháčková-Ťuříková, Ph.D."
LONG_AUTHORITY = (
    "Ministerstvo pro záležitosti zřízení, sloučení, rozdělení a zániku krajských a obecních úřadů obcí s rozšířenou "
    "působností, městských částí a statutárních měst České republiky, odbor vnitřní správy, oddělení autorizované "
    "konverze dokumentů, pracoviště Žďár nad Sázavou"
)
_NOT_SIGNED = (
    "Vstup nebyl podepsán uznávaným elektronickým podpisem, zapečetěn uznávanou elektronickou pečetí ani označen "
    "uznávanou elektronickou značkou."
)
_VALID = (
    "Výsledek ověření ke dni 12. 3. 2026 14:05:09: podpis je platný; posouzeno k času 10. 3. 2026 16:20:31 uvedenému "
    "v kvalifikovaném elektronickém časovém razítku."
)
_SERIAL = "00a1f3c49be87720d5e61b3390cc7fd1"


def paper_sheet(
    *,
    signatures: int = 0,
    clause_pages: int = 1,
    authority: str = "Městský úřad Žďár nad Sázavou",
    file_name: str = "rozhodnuti-MUZDAR-1234-2026.pdf",
    is_automated: bool = False,
    is_preview: bool = False,
    watermark: str | None = TEST_WATERMARK,
    extra: tuple[Section, ...] = (),
) -> PaperSheet:
    """Return a sheet; `clause_pages` is what it states of itself."""
    return PaperSheet(
        title="Doložka konverze do dokumentu v listinné podobě",
        subtitle=EX_OFFICIO_SUBTITLE,
        statement=(
            "Tento dokument (výstup) vznikl úplným převedením dokumentu obsaženého v datové zprávě (vstupu) do "
            "listinné podoby. Obsah výstupu odpovídá obsahu vstupu."
        ),
        rows=(
            Row(label="Pořadové číslo v evidenci provedených konverzí", value=NUMBER, emphasised=True),
            Row(label="Subjekt, který konverzi provedl", value=authority),
            Row(label="Název datového souboru se vstupem", value=file_name),
            Row(
                label="Počet stran výstupu",
                value=f"{4 + clause_pages} (převedený dokument 4, doložka {clause_pages})",
            ),
            Row(label="Datum vyhotovení doložky", value="12. 3. 2026"),
            Row(label="Kontrolní kód", value="ABCDE12345"),
            Row(
                label="Otisk vstupu (SHA-256)", value="9edf05c441e105e20bb8ab61cd52ee7b7d928ba6ededd2e392b5492e0b253b2c"
            ),
        ),
        sections=(_message(), _signatures(signatures), _otherwise(), _timestamps(signatures), *extra),
        disclaimer=DISCLAIMER,
        signing=None
        if is_automated
        else Signing(
            label="Jméno, příjmení a podpis osoby, která konverzi provedla",
            official_name=OFFICIAL,
            stamp_label="Otisk úředního razítka",
        ),
        verification="Doložku bude možné ověřit po jejím zápisu do evidence."
        if is_preview
        else (
            "Doložku lze ověřit na adrese https://listina.test/overeni/ po zadání pořadového čísla a kontrolního kódu, "
            "nebo načtením kódu QR."
        ),
        watermark=watermark,
    )


def sheet_maker(signatures: int) -> Callable[[int], PaperSheet]:
    """Return what makes the sheet for a clause of so many pages."""
    return lambda pages: paper_sheet(signatures=signatures, clause_pages=pages)


def _message() -> Section:
    return Section(
        title="Datová zpráva",
        blocks=(
            Block(
                sentences=("Vstup byl obsažen v datové zprávě odeslané z datové schránky.",),
                rows=(
                    Row(label="Identifikátor zprávy", value="1234567890"),
                    Row(label="Datová schránka odesílatele", value="Krajský soud v Ostravě, ID jhyaeqv"),
                    Row(label="Datová schránka adresáta", value="Městský úřad Žďár nad Sázavou, ID ybxb3sz"),
                    Row(label="Dodáno do datové schránky adresáta", value="11. 3. 2026 9:41:07 (středoevropský čas)"),
                ),
            ),
        ),
    )


def _signatures(count: int) -> Section:
    if not count:
        return Section(
            title="Podpisy, pečetě a značky",
            sentences=(_NOT_SIGNED,),
        )
    return Section(
        title="Podpisy, pečetě a značky",
        sentences=("Vstup byl opatřen více uznávanými podpisy, pečetěmi nebo značkami.",) if count > 1 else (),
        blocks=tuple(
            Block(
                title=f"Podpis {index} z {count}" if count > 1 else "",
                sentences=("Vstup byl podepsán uznávaným elektronickým podpisem.",),
                rows=(
                    Row(label="Číslo kvalifikovaného certifikátu", value=f"{int(_SERIAL, 16) + index} ({_SERIAL})"),
                    Row(
                        label="Kvalifikovaný poskytovatel služeb vytvářejících důvěru",
                        value="První certifikační autorita, a.s., I.CA Qualified 2 CA/RSA 02/2016",
                    ),
                    Row(label="Podepisující osoba", value="JUDr. Přemysl Ďáblík, Krajský soud v Ostravě, IČO 00215732"),
                ),
                closing=(_VALID,),
            )
            for index in range(1, count + 1)
        ),
    )


def _otherwise() -> Section:
    return Section(
        title="Integrita zajištěná jiným způsobem",
        sentences=("Integrita vstupu nebyla zajištěna jiným způsobem, nebo to ze vstupu nelze zjistit.",),
    )


def _timestamps(count: int) -> Section:
    if not count:
        return Section(
            title="Časové razítko",
            sentences=("Vstup nebyl opatřen kvalifikovaným elektronickým časovým razítkem.",),
        )
    return Section(
        title="Časové razítko",
        blocks=tuple(
            Block(
                title=f"Časové razítko {index} z {count}" if count > 1 else "",
                sentences=("Vstup byl opatřen kvalifikovaným elektronickým časovým razítkem.",),
                rows=(
                    Row(label="Číslo certifikátu", value=f"{11_223_344 + index} (ab4130)"),
                    Row(
                        label="Kvalifikovaný poskytovatel služeb vytvářejících důvěru",
                        value="První certifikační autorita, a.s.",
                    ),
                    Row(label="Datum a čas v časovém razítku", value="10. 3. 2026 16:20:31 (středoevropský čas)"),
                ),
                closing=("Výsledek ověření: časové razítko je platné.",),
            )
            for index in range(1, count + 1)
        ),
    )
