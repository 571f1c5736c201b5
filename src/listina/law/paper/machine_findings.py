"""What the machine finds and what by itself refuses a conversion to paper, worded in one place (zjištění systému).

Source: L300 § 24(4)(e), (h) to (j); D193 § 3(1) and (3), annex 1 point 3; decisions 11, 14 and 15.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from listina.law.dates import HARD_SPACE
from listina.law.grounds import Ground
from listina.law.paper.strangers import printable


class FindingCode(StrEnum):
    """What was found; those of the inspection of a file have its values. Stored, therefore stable."""

    INTEGRITY_BROKEN = "integrity_broken"
    FOREIGN_SIGNATURE = "foreign_signature"
    MESSAGE_BROKEN = "message_broken"
    MESSAGE_DENIED = "message_denied"
    MALWARE = "malware"
    MALWARE_NOT_CHECKED = "malware_not_checked"
    EMPTY = "empty"
    DATA_MESSAGE = "data_message"
    SIGNATURE = "signature"
    CONTAINER = "container"
    OFFICE = "office"
    IMAGE = "image"
    MEDIA_FILE = "media_file"
    TEXT = "text"
    OTHER_FORMAT = "other_format"
    TOO_LARGE = "too_large"
    TOO_OLD = "too_old"
    UNREADABLE = "unreadable"
    TOO_HARD = "too_hard"
    ENCRYPTED = "encrypted"
    NO_PAGES = "no_pages"
    TOO_MANY_PAGES = "too_many_pages"
    AUTOMATIC_ACTION = "automatic_action"
    SCRIPT = "script"
    AUTOMATIC_CHANGE = "automatic_change"
    PORTFOLIO = "portfolio"
    MEDIA = "media"
    DYNAMIC_FORM = "dynamic_form"
    EXTERNAL_CONTENT = "external_content"
    CLAUSE_FORBIDS = "clause_forbids"


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineFinding:
    """One finding that refuses the conversion.

    Attributes:
        code: what was found.
        detail: what exactly, such as the name of the malicious code: a stranger's text; empty if there is none.
    """

    code: FindingCode
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingWords:
    """What a finding means.

    Attributes:
        ground: the code of its ground in `listina.law.grounds`, from which the letter of the day is taken.
        reason_cs, reason_en: a clause of a sentence, lower case, without full stop.
        decree_paragraph: of D193 § 3, cited beside § 24(4)(j); 0 if none.
    """

    ground: str
    reason_cs: str
    reason_en: str
    decree_paragraph: int = 0


_ONLY_PDF = "vstupem může být jen PDF verze 1.3 nebo vyšší nebo PDF/A"


def _broken(cs: str, en: str) -> FindingWords:
    return FindingWords(ground="integrity_broken", reason_cs=cs, reason_en=en)


def _not_for_paper(cs: str, en: str) -> FindingWords:
    return FindingWords(ground="not_transferable_to_paper", reason_cs=cs, reason_en=en)


def _format(cs: str, en: str) -> FindingWords:
    return FindingWords(ground="technical_requirements", reason_cs=cs, reason_en=en, decree_paragraph=3)


def _harmful(cs: str, en: str) -> FindingWords:
    return FindingWords(ground="technical_requirements", reason_cs=cs, reason_en=en, decree_paragraph=1)


WORDS: Mapping[FindingCode, FindingWords] = MappingProxyType(
    {
        FindingCode.INTEGRITY_BROKEN: _broken(
            "dokument byl po podepsání změněn", "the document was changed after it was signed"
        ),
        FindingCode.FOREIGN_SIGNATURE: _broken(
            "samostatný podpis, který byl k dokumentu přiložen, se k němu nevztahuje, nebo byl dokument změněn",
            "the detached signature is of another file, or the document was changed",
        ),
        FindingCode.MESSAGE_BROKEN: _broken(
            "datová zpráva, v níž je dokument obsažen, byla změněna", "the data message was changed"
        ),
        FindingCode.MESSAGE_DENIED: _broken(
            "informační systém datových schránek předloženou datovou zprávu nepotvrdil",
            "the data-box system did not confirm the data message",
        ),
        FindingCode.MALWARE: _harmful("v souboru byl nalezen škodlivý kód", "malicious code was found in the file"),
        FindingCode.MALWARE_NOT_CHECKED: _harmful(
            "soubor nebyl zkontrolován na škodlivý kód", "the file was not checked for malicious code"
        ),
        FindingCode.AUTOMATIC_ACTION: _harmful(
            "dokument po otevření sám spouští program, odesílá údaje nebo je načítá odjinud",
            "when opened, the document starts a program, sends data or loads them",
        ),
        FindingCode.EMPTY: _format("soubor je prázdný", "the file is empty"),
        FindingCode.DATA_MESSAGE: _format(
            f"soubor je datová zpráva, ne dokument v ní obsažený; {_ONLY_PDF}", "the file is a data message, no PDF"
        ),
        FindingCode.SIGNATURE: _format(
            f"soubor je samostatný podpis, ne dokument; {_ONLY_PDF}", "the file is a detached signature, no PDF"
        ),
        FindingCode.CONTAINER: _format(
            f"soubor je kontejner nebo archiv; {_ONLY_PDF}", "the file is a container or an archive, no PDF"
        ),
        FindingCode.OFFICE: _format(
            f"soubor je dokument kancelářského programu; {_ONLY_PDF}", "the file is of an office program, no PDF"
        ),
        FindingCode.IMAGE: _format(f"soubor je obraz; {_ONLY_PDF}", "the file is a picture, no PDF"),
        FindingCode.TEXT: _format(f"soubor je text nebo webová stránka; {_ONLY_PDF}", "the file is text, no PDF"),
        FindingCode.OTHER_FORMAT: _format(f"soubor není PDF; {_ONLY_PDF}", "the file is no PDF"),
        FindingCode.TOO_OLD: _format(
            f"PDF má nižší verzi, než je přípustná; {_ONLY_PDF}", "the PDF is older than 1.3 and no PDF/A"
        ),
        FindingCode.UNREADABLE: _format("soubor je poškozený, jako PDF ho nelze přečíst", "the file is damaged"),
        FindingCode.ENCRYPTED: _format("soubor je zašifrovaný nebo chráněný heslem", "the file is encrypted"),
        FindingCode.NO_PAGES: _format("dokument nemá žádnou stranu", "the document has no page"),
        FindingCode.TOO_LARGE: _format(
            "soubor je větší, než lze zpracovat", "the file is larger than can be processed"
        ),
        FindingCode.TOO_HARD: _format(
            "soubor je složitější, než lze zpracovat", "the file is more complex than can be processed"
        ),
        FindingCode.TOO_MANY_PAGES: _format(
            "dokument má více stran, než lze zpracovat", "the document has more pages than can be processed"
        ),
        FindingCode.MEDIA_FILE: _not_for_paper(
            "soubor je zvukový nebo audiovizuální záznam", "the file is a recording of sound or moving pictures"
        ),
        FindingCode.SCRIPT: _not_for_paper(
            "dokument obsahuje skripty, které mohou měnit, co zobrazuje", "scripts can change what the document shows"
        ),
        FindingCode.AUTOMATIC_CHANGE: _not_for_paper(
            "dokument po otevření sám skrývá nebo zobrazuje části obsahu",
            "when opened, the document hides or shows parts of its content",
        ),
        FindingCode.PORTFOLIO: _not_for_paper(
            "soubor je portfolio, obal více souborů", "the file is a portfolio of several files"
        ),
        FindingCode.MEDIA: _not_for_paper(
            "dokument obsahuje zvuk, video nebo prostorový model", "the document holds sound, video or 3D"
        ),
        FindingCode.DYNAMIC_FORM: _not_for_paper(
            "dokument je dynamický formulář, jehož strany vytváří až program, který ho otevře",
            "the document is a dynamic form whose pages come about in the program that opens it",
        ),
        FindingCode.EXTERNAL_CONTENT: _not_for_paper(
            "část obsahu stran je mimo soubor", "a part of the pages lies outside the file"
        ),
        FindingCode.CLAUSE_FORBIDS: FindingWords(
            ground="output_with_untransferable_element",
            reason_cs=(
                "dokument je výstupem konverze, jehož doložka uvádí viditelný prvek, který nelze plně přenést na výstup"
            ),
            reason_en="the document is the output of a conversion whose clause names an untransferable element",
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusingFinding:
    """A finding under the ground that binds on the day: letter, citation and reason as a refusal states them."""

    letter: str
    provision_cs: str
    reason_cs: str
    reason_en: str


def refusing(findings: Iterable[MachineFinding], grounds: Sequence[Ground]) -> tuple[RefusingFinding, ...]:
    """Return what the findings refuse by these grounds, in their order; one without a ground on the day refuses not.

    Args:
        findings: of the machine.
        grounds: that bind on the day, see `listina.law.grounds.grounds_on`.
    """
    by_code = {ground.code: ground for ground in grounds}
    return tuple(
        _refusal(finding, by_code[WORDS[finding.code].ground])
        for finding in findings
        if WORDS[finding.code].ground in by_code
    )


def _refusal(finding: MachineFinding, ground: Ground) -> RefusingFinding:
    words = WORDS[finding.code]
    provision = ground.provision_cs
    if words.decree_paragraph:
        decree = ("a", "§", "3", "odst.", str(words.decree_paragraph), "vyhlášky", "č.", "193/2009", "Sb.")
        provision = f"{provision} {HARD_SPACE.join(decree)}"
    detail = f" ({printable(finding.detail)})" if finding.detail.strip() else ""
    return RefusingFinding(
        letter=ground.letter,
        provision_cs=provision,
        reason_cs=words.reason_cs + detail,
        reason_en=words.reason_en + detail,
    )
