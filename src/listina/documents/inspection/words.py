"""The weight, the provision and the sentences of each finding in an electronic input.

Each sentence says what was found, why it matters and what to do. Answers to questions: "yes" is the refusing one.

Source: L300 § 24(4)(e), (i), (j); D193 § 3(1) and (3), annex 1, item 3; decision 14.
"""

from __future__ import annotations

from listina.documents.inspection.codes import FindingCode, Weight
from listina.law.dates import HARD_SPACE
from listina.texts import Text

_ASK_FOR_PDF = Text(
    "Převést lze jen PDF verze 1.3 nebo vyšší nebo PDF/A. Požádejte o dokument v PDF.",
    "Only PDF 1.3 or later or PDF/A can be converted. Ask for the document as PDF.",
)


def _format(cs: str, en: str, advice: Text = _ASK_FOR_PDF) -> Text:
    return Text(f"{cs} {advice.cs}", f"{en} {advice.en}")


_REFUSED = {
    FindingCode.EMPTY: (
        "j",
        Text("Soubor je prázdný. Nahrajte ho znovu.", "The file is empty. Upload it again."),
    ),
    FindingCode.DATA_MESSAGE: (
        "j",
        Text(
            "Soubor je datová zpráva (ZFO), ne dokument v ní. Nahrajte ji jako datovou zprávu a vyberte přílohu, "
            "kterou převádíte.",
            "The file is a data message (ZFO), not the document in it. Upload it as a data message and choose the "
            "attachment to be converted.",
        ),
    ),
    FindingCode.SIGNATURE: (
        "j",
        Text(
            "Soubor je samostatný elektronický podpis (P7S) nebo jiná struktura CMS. Nahrajte podepsané PDF a podpis "
            "přiložte k němu.",
            "The file is a detached electronic signature (P7S) or another CMS structure. Upload the signed PDF and add "
            "the signature to it.",
        ),
    ),
    FindingCode.CONTAINER: (
        "j",
        _format(
            "Soubor je kontejner nebo archiv (ASiC, ZIP a podobně); takový formát vstupem konverze být nemůže.",
            "The file is a container or an archive (ASiC, ZIP and the like); such a format cannot be converted.",
        ),
    ),
    FindingCode.OFFICE: (
        "j",
        _format(
            "Soubor je dokument kancelářského programu; jeho vzhled závisí na programu, který ho otevře.",
            "The file is a document of an office program; how it looks depends on the program that opens it.",
        ),
    ),
    FindingCode.IMAGE: ("j", _format("Soubor je obraz.", "The file is a picture.")),
    FindingCode.MEDIA_FILE: (
        "i",
        Text(
            "Soubor je zvukový nebo audiovizuální záznam; na papír ho převést nelze.",
            "The file is a recording of sound or moving pictures; it cannot be converted to paper.",
        ),
    ),
    FindingCode.TEXT: (
        "j",
        _format(
            "Soubor je text, stránka HTML, XML nebo e-mail, ne PDF.",
            "The file is text, an HTML page, XML or an e-mail, no PDF.",
        ),
    ),
    FindingCode.OTHER_FORMAT: ("j", _format("Soubor není PDF.", "The file is no PDF.")),
    FindingCode.TOO_LARGE: (
        "j",
        Text(
            "Soubor má více než 64 MB; tak velký dokument nezpracujeme. Požádejte o menší, nebo rozdělený.",
            "The file has more than 64 MB; a document that large is not processed. Ask for a smaller one or parts.",
        ),
    ),
    FindingCode.TOO_OLD: (
        "j",
        _format("PDF má verzi nižší než 1.3 a nehlásí se k PDF/A.", "The PDF is older than 1.3 and claims no PDF/A."),
    ),
    FindingCode.UNREADABLE: (
        "j",
        Text(
            "Soubor je poškozený nebo neúplný, jako PDF ho nelze přečíst. Požádejte o nový, nejlépe ve formátu PDF/A.",
            "The file is damaged or incomplete, it cannot be read as PDF. Ask for a new one, best in PDF/A.",
        ),
    ),
    FindingCode.TOO_HARD: (
        "j",
        Text(
            "Soubor je tak složitý, že ho nelze v přiměřeném čase prohlédnout. Požádejte o jednodušší, nejlépe ve "
            "formátu PDF/A.",
            "The file is too complex to be looked through in reasonable time. Ask for a simpler one, best in PDF/A.",
        ),
    ),
    FindingCode.ENCRYPTED: (
        "j",
        Text(
            "PDF je zašifrované nebo chráněné heslem. Požádejte o dokument bez ochrany; sami ji neodstraňujte, "
            "porušili byste podpisy.",
            "The PDF is encrypted or protected by a password. Ask for the document without protection; do not remove "
            "it yourself, that would break its signatures.",
        ),
    ),
    FindingCode.NO_PAGES: ("j", Text("PDF nemá žádnou stranu.", "The PDF has no page.")),
    FindingCode.TOO_MANY_PAGES: (
        "j",
        Text(
            "PDF má více než 500 stran; tak rozsáhlý dokument nezpracujeme. Požádejte o rozdělený.",
            "The PDF has more than 500 pages; a document that long is not processed. Ask for parts.",
        ),
    ),
    FindingCode.AUTOMATIC_ACTION: (
        "j",
        Text(
            "PDF po otevření samo spouští program, odesílá údaje nebo je načítá odjinud. Požádejte o dokument bez "
            "těchto akcí.",
            "When opened, the PDF starts a program, sends data or loads them by itself. Ask for one without them.",
        ),
    ),
    FindingCode.SCRIPT: (
        "i",
        Text(
            "PDF obsahuje skripty, které se spouštějí samy a mohou měnit, co dokument zobrazuje. Požádejte o dokument "
            "bez skriptů, nejlépe ve formátu PDF/A.",
            "The PDF holds scripts that run by themselves and can change what it shows. Ask for it without scripts, "
            "best in PDF/A.",
        ),
    ),
    FindingCode.AUTOMATIC_CHANGE: (
        "i",
        Text(
            "PDF po otevření samo skrývá nebo zobrazuje části obsahu. Požádejte o dokument se stálým obsahem, nejlépe "
            "ve formátu PDF/A.",
            "When opened, the PDF hides or shows parts of its content by itself. Ask for a document with fixed "
            "content, best in PDF/A.",
        ),
    ),
    FindingCode.PORTFOLIO: (
        "i",
        Text(
            "PDF je portfolio, tedy obal více souborů. Převést lze jen jednotlivé dokumenty z něj; požádejte o ně.",
            "The PDF is a portfolio, a cover of several files. Only single documents of it can be converted; ask for "
            "them.",
        ),
    ),
    FindingCode.MEDIA: (
        "i",
        Text(
            "PDF obsahuje zvuk, video nebo 3D; na papír je převést nelze.",
            "The PDF holds sound, video or 3D; they cannot be converted to paper.",
        ),
    ),
    FindingCode.DYNAMIC_FORM: (
        "i",
        Text(
            "PDF je dynamický formulář XFA; jeho strany vznikají až v programu, který ho otevře. Požádejte o dokument "
            "uložený jako běžné PDF.",
            "The PDF is a dynamic XFA form; its pages only come about in the program that opens it. Ask for it as an "
            "ordinary PDF.",
        ),
    ),
    FindingCode.EXTERNAL_CONTENT: (
        "i",
        Text(
            "Část obsahu stran leží mimo soubor, převod by nebyl úplný. Požádejte o úplný dokument.",
            "A part of the pages lies outside the file, the conversion would not be complete. Ask for the whole "
            "document.",
        ),
    ),
    FindingCode.CLAUSE_FORBIDS: (
        "e",
        Text(
            "Doložka dřívější konverze v tomto dokumentu uvádí prvek, který nešlo plně přenést. Další konverze není "
            "možná.",
            "The clause of an earlier conversion in this document names an element that could not be carried over. A "
            "further conversion is not possible.",
        ),
    ),
}
_ASKED = {
    FindingCode.EMBEDDED_FILES: (
        "i",
        Text(
            "Dokument obsahuje vložené soubory ({count}). Na papír je převést nelze. Nesou část obsahu dokumentu?",
            "The document holds embedded files ({count}). They cannot be converted to paper. Do they carry a part of "
            "the document's content?",
        ),
    ),
    FindingCode.CLAUSE_UNCLEAR: (
        "e",
        Text(
            "V dokumentu je doložka dřívější konverze a nepodařilo se z ní přečíst, zda vstup obsahoval viditelný "
            "prvek, který nelze plně přenést. Přečtěte si ji. Uvádí takový prvek?",
            "The document holds the clause of an earlier conversion, and it could not be read whether its input had a "
            "visible element that cannot be carried over. Read it. Does it name such an element?",
        ),
    ),
    FindingCode.REDACTION_NOT_APPLIED: (
        "i",
        Text(
            "Dokument má části označené k začernění ({count}), které začerněny nebyly; vytiskly by se i s tím, co mělo "
            "být skryto. Brání to převodu?",
            "The document has parts marked for redaction ({count}) that were not redacted; they would be printed with "
            "what was to be hidden. Does that stand in the way of the conversion?",
        ),
    ),
    FindingCode.FIELD_WITHOUT_APPEARANCE: (
        "i",
        Text(
            "Vyplněná pole formuláře ({count}) nemají určený vzhled; každý program je zobrazí jinak. Porovnejte "
            "výtisk. Chybí na něm vyplněný údaj?",
            "Filled form fields ({count}) have no appearance of their own; every program shows them differently. "
            "Compare the print. Is something that was filled in missing?",
        ),
    ),
    FindingCode.HIDDEN_LAYERS: (
        "i",
        Text(
            "Dokument má skryté vrstvy ({count}), které se nezobrazují ani nevytisknou. Nesou část obsahu dokumentu?",
            "The document has hidden layers ({count}), neither shown nor printed. Do they carry a part of its content?",
        ),
    ),
}
_NOTED = {
    FindingCode.EARLIER_CLAUSE: Text(
        "V dokumentu je doložka dřívější konverze, podle níž vstup neobsahoval prvek, který nelze plně přenést.",
        "The document holds the clause of an earlier conversion; by it, its input had no element that cannot be "
        "carried over.",
    ),
    FindingCode.CLAUSES_NOT_SOUGHT: Text(
        "Na stranách, které jsou obrazem, nebyly hledány kódy dřívějších doložek ({count}); prohlédněte je.",
        "Pages that are pictures were not searched for codes of earlier clauses ({count}); look at them.",
    ),
    FindingCode.REPAIRED: Text(
        "Soubor má chybnou stavbu a při čtení byl opraven; jiný program ho může zobrazit jinak.",
        "The file is built wrongly and was repaired while it was read; another program may show it differently.",
    ),
    FindingCode.SCRIPT_ON_CLICK: Text(
        "Dokument obsahuje skripty spouštěné až kliknutím ({count}); nebyly spuštěny.",
        "The document holds scripts that run on a click ({count}); they were not run.",
    ),
    FindingCode.PROGRAM_ON_CLICK: Text(
        "Dokument po kliknutí spouští jiný program ({count}). Na odkazy v něm neklikejte.",
        "On a click the document starts another program ({count}). Do not click links in it.",
    ),
    FindingCode.SENDING_ON_CLICK: Text(
        "Formulář po kliknutí odesílá nebo načítá údaje ({count}).",
        "On a click the form sends or loads data ({count}).",
    ),
    FindingCode.OTHER_FILE_ON_CLICK: Text(
        "Dokument odkazuje na jiné soubory ({count}).",
        "The document links to other files ({count}).",
    ),
    FindingCode.WEB_LINK: Text(
        "Dokument odkazuje na webové adresy ({count}).",
        "The document links to web addresses ({count}).",
    ),
    FindingCode.STATIC_XFA: Text(
        "Dokument je statický formulář XFA; převádějí se jeho strany, ne data formuláře.",
        "The document is a static XFA form; its pages are converted, not the data of the form.",
    ),
    FindingCode.LAYERS: Text(
        "Dokument má vrstvy ({count}); všechny se zobrazují i tisknou.",
        "The document has layers ({count}); all of them are shown and printed.",
    ),
    FindingCode.LAYER_NOT_PRINTED: Text(
        "Zobrazená vrstva se nevytiskne ({count}).", "A layer that is shown is not printed ({count})."
    ),
    FindingCode.LAYER_ONLY_PRINTED: Text(
        "Vytiskne se vrstva, která se nezobrazuje ({count}).", "A layer that is not shown is printed ({count})."
    ),
    FindingCode.ANNOTATION_NOT_PRINTED: Text(
        "Zobrazené poznámky, razítka nebo pole se nevytisknou ({count}).",
        "Notes, stamps or fields that are shown are not printed ({count}).",
    ),
    FindingCode.ANNOTATION_ONLY_PRINTED: Text(
        "Vytisknou se poznámky, razítka nebo pole, které se nezobrazují ({count}).",
        "Notes, stamps or fields that are not shown are printed ({count}).",
    ),
    FindingCode.ANNOTATION_HIDDEN: Text(
        "Dokument má skryté poznámky nebo pole, které se nezobrazují ani nevytisknou ({count}).",
        "The document has hidden notes or fields, neither shown nor printed ({count}).",
    ),
    FindingCode.COMMENT: Text(
        "Dokument má komentáře, jejichž text se nevytiskne ({count}).",
        "The document has comments whose text is not printed ({count}).",
    ),
    FindingCode.PRINT_ALTERNATE: Text(
        "Obrázek má pro tisk určenu jinou podobu; porovnejte výtisk ({count}).",
        "A picture has another form for printing; compare the print ({count}).",
    ),
}

_SENTENCES = {
    **{code: text for code, (_, text) in (_REFUSED | _ASKED).items()},
    **_NOTED,
}
LETTERS = {code: letter for code, (letter, _) in (_REFUSED | _ASKED).items()}
WEIGHTS = {
    **dict.fromkeys(_REFUSED, Weight.REFUSE),
    **dict.fromkeys(_ASKED, Weight.ASK),
    **dict.fromkeys(_NOTED, Weight.NOTE),
}
_MALICIOUS = frozenset({FindingCode.AUTOMATIC_ACTION})


def sentence(code: FindingCode, count: int) -> Text:
    """Return the sentence of a finding."""
    text = _SENTENCES[code]
    return Text(text.cs.format(count=count), text.en.format(count=count))


def provision(code: FindingCode) -> str:
    """Return the citation of the provision that refuses, with hard spaces; empty for notes."""
    letter = LETTERS.get(code)
    if letter is None:
        return ""
    cited = f"§ 24 odst. 4 písm. {letter}) zákona č. 300/2008 Sb."
    if letter == "j":
        paragraph = "odst. 1" if code in _MALICIOUS else "odst. 3"
        cited += f" a § 3 {paragraph} vyhlášky č. 193/2009 Sb."
    return cited.replace("§ ", f"§{HARD_SPACE}").replace(". ", f".{HARD_SPACE}")
