"""What § 25(2) wants in the clause of paper, letter by letter, and where it stands (náležitosti doložky).

Source: L300 § 25(2) in the wording in force since 1.7.2022 (act 261/2021 Sb.). Earlier wordings counted leaves (listy)
and are not recorded: Listina draws up no clause for a past day.
"""

from __future__ import annotations

from datetime import date

from listina.law.clause_contents import ClauseItem
from listina.law.effect import in_force
from listina.law.paper.sheet import (
    LABEL_FILE_NAME,
    LABEL_OUTPUT_PAGES,
    LABEL_SIGNING,
    MESSAGE_TITLE,
    OTHERWISE_TITLE,
    SIGNATURES_TITLE,
    TIMESTAMPS_TITLE,
)
from listina.law.wording import LABEL_AUTHORITY, LABEL_DRAWN_UP_ON, LABEL_NUMBER


def _item(letter: str, place: str | None, text_cs: str, text_en: str) -> ClauseItem:
    return ClauseItem(letter=letter, row_label=place, text_cs=text_cs, text_en=text_en)


TO_PAPER_CONTENTS: tuple[ClauseItem, ...] = (
    _item(
        "a",
        LABEL_AUTHORITY,
        "název subjektu, který konverzi provedl",
        "the name of the body that performed the conversion",
    ),
    _item(
        "b",
        LABEL_FILE_NAME,
        "název datového souboru, v němž je obsažen vstup",
        "the name of the file that holds the input",
    ),
    _item(
        "c",
        LABEL_NUMBER,
        "pořadové číslo, pod kterým je konverze vedena v evidenci provedených konverzí",
        "the number under which the conversion is kept in the evidence",
    ),
    _item(
        "d",
        None,
        "sdělení, že obsah výstupu odpovídá obsahu vstupu",
        "a statement that the output agrees with the input",
    ),
    _item("e", LABEL_OUTPUT_PAGES, "údaj o tom, z kolika stran se skládá výstup", "how many pages the output has"),
    _item("f", LABEL_DRAWN_UP_ON, "datum vyhotovení doložky", "the day on which the clause was drawn up"),
    _item(
        "g",
        SIGNATURES_TITLE,
        "údaj o tom, zda byl vstup podepsán uznávaným elektronickým podpisem, zapečetěn uznávanou elektronickou "
        "pečetí nebo označen uznávanou elektronickou značkou, identifikaci uznávaného elektronického podpisu, "
        "uznávané elektronické pečetě nebo uznávané elektronické značky alespoň v rozsahu identifikačního čísla "
        "kvalifikovaného certifikátu a údajů o kvalifikovaném poskytovateli služeb vytvářejících důvěru a o "
        "podepisující osobě, pečetící osobě nebo označující osobě obsažených v kvalifikovaném certifikátu a údaj o "
        "výsledku ověření platnosti uznávaného elektronického podpisu, uznávané elektronické pečetě nebo uznávané "
        "elektronické značky",
        "whether the input had a recognised signature, seal or mark, its certificate, provider and holder, and the "
        "result of its validation",
    ),
    _item(
        "h",
        OTHERWISE_TITLE,
        "údaj o tom, zda integrita vstupu byla zajištěna jiným způsobem než podle § 24 odst. 1 písm. b), a byl-li "
        "při zajištění integrity vstupu užit způsob založený na certifikátu, identifikaci tohoto způsobu alespoň v "
        "rozsahu identifikačního čísla certifikátu, údajů identifikujících vydavatele certifikátu a údajů "
        "identifikujících osobu, pro kterou byl certifikát vydán, lze-li tyto skutečnosti ze vstupu zjistit",
        "whether the integrity of the input was ensured otherwise, and by whose certificate",
    ),
    _item(
        "i",
        TIMESTAMPS_TITLE,
        "údaj o tom, zda byl vstup opatřen kvalifikovaným elektronickým časovým razítkem, identifikaci "
        "kvalifikovaného elektronického časového razítka alespoň v rozsahu identifikačního čísla certifikátu a údajů "
        "o kvalifikovaném poskytovateli služeb vytvářejících důvěru obsažených v certifikátu a datum a čas uvedené v "
        "kvalifikovaném elektronickém časovém razítku",
        "whether the input had a qualified timestamp, its certificate and provider, and the time in it",
    ),
    _item(
        "j",
        LABEL_SIGNING,
        "otisk úředního razítka a jméno, popřípadě jména, příjmení a podpis osoby, která konverzi provedla, nebo "
        "zajišťovací prvek zabezpečující integritu výstupu, byla-li konverze provedena automatizovaně",
        "stamp, name and signature of the person who performed it, or what secures the output if it was automated",
    ),
    _item(
        "k",
        MESSAGE_TITLE,
        "údaj o tom, zda vstupem byl dokument obsažený v datové zprávě odeslané z datové schránky, a údaje o jejím "
        "odeslání z datové schránky umožňující alespoň identifikaci datové zprávy, datové schránky odesílatele a "
        "datové schránky adresáta a datum a čas dodání datové zprávy do datové schránky adresáta",
        "whether the input came in a data message from a data box, with message, boxes and time of delivery",
    ),
)
"""`row_label` is the row, the heading of the section or the label of the place to sign, where the letter is found."""


def to_paper_contents_on(day: date) -> tuple[ClauseItem, ...]:
    """Return the letters of § 25(2) that bind on `day`.

    Raises:
        NoRuleRecordedError: `day` is before 1.7.2022.
    """
    return in_force(TO_PAPER_CONTENTS, day, subject="náležitosti doložky")
