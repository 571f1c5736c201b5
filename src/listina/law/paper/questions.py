"""The questions about an electronic input, as dated rules (otázky před konverzí do listinné podoby).

By their words, b), c) and d) of § 24(4) speak of „dokument v listinné podobě“ and do not bind here: to refuse an
electronic document by them would be to refuse without a ground. f) speaks of any vidimated document; an electronic one
is the output of converting a vidimated paper (§ 22(2)). What the machine finds out by itself is not asked but given to
`listina.law.admissibility.judge` as findings.

Source: L300 § 24(4)(e), (f), (i), § 22(1)(b), § 23(2); D193 § 2(4); decisions 11, 12 and 14.
"""

from __future__ import annotations

from listina.law.effect import CONVERSION_BEGAN
from listina.law.grounds import ALL_GROUNDS, CLAUSES_NAME_ELEMENTS_SINCE
from listina.law.question_values import NO, OWN_POWERS, YES_OR_NO, DatedQuestion, MachineFact, Question, yes_refuses

_ENTIRE = "převedení by nebylo úplné: "
_NOT_TRANSFERABLE = tuple(ground for ground in ALL_GROUNDS if ground.code == "not_transferable_to_paper")


def _about_content(
    question_id: str, fact: MachineFact, texts: tuple[str, str], reasons: tuple[str, str]
) -> tuple[DatedQuestion, ...]:
    """Return a question on what cannot be carried over, under each letter that ground has had."""
    return tuple(
        yes_refuses(
            question_id,
            ground.letter,
            texts=texts,
            reasons=reasons,
            valid_from=ground.valid_from,
            valid_until=ground.valid_until,
            asked_if=frozenset({fact}),
        )
        for ground in _NOT_TRANSFERABLE
    )


TO_PAPER_EX_OFFICIO: tuple[DatedQuestion, ...] = (
    OWN_POWERS,
    *_about_content(
        "embedded_files_carry_content",
        MachineFact.EMBEDDED_FILES,
        (
            "Dokument obsahuje vložené soubory. Na papír je převést nelze. Nesou část obsahu dokumentu?",
            "The document has embedded files. They cannot be put on paper. Do they carry a part of its content?",
        ),
        (
            f"{_ENTIRE}část obsahu dokumentu nesou vložené soubory, které do listinné podoby převést nelze",
            "the transfer would not be complete: embedded files carry a part of the content",
        ),
    ),
    *_about_content(
        "hidden_layers_carry_content",
        MachineFact.HIDDEN_LAYERS,
        (
            "Dokument má vrstvy, které se nezobrazují ani netisknou. Nesou část obsahu dokumentu?",
            "The document has layers that are neither shown nor printed. Do they carry a part of its content?",
        ),
        (
            f"{_ENTIRE}část obsahu dokumentu nesou vrstvy, které se nezobrazují ani netisknou",
            "the transfer would not be complete: hidden layers carry a part of the content",
        ),
    ),
    *_about_content(
        "field_values_missing",
        MachineFact.FIELD_WITHOUT_APPEARANCE,
        (
            "Vyplněná pole formuláře nemají určený vzhled. Chybí na výtisku některý vyplněný údaj?",
            "Filled form fields have no appearance of their own. Is something that was filled in missing on the print?",
        ),
        (
            f"{_ENTIRE}údaje vyplněné ve formuláři nelze vytisknout",
            "the transfer would not be complete: what was filled in cannot be printed",
        ),
    ),
    *_about_content(
        "redaction_prevents",
        MachineFact.REDACTION_NOT_APPLIED,
        (
            "Dokument má části označené k začernění, které začerněny nebyly a vytiskly by se. Brání to převedení?",
            "The document has parts marked for redaction that were not redacted. Does that prevent the transfer?",
        ),
        (
            "není patrné, co je obsahem dokumentu: části označené k začernění nebyly začerněny",
            "it is not apparent what the content is: parts marked for redaction were not redacted",
        ),
    ),
    *_about_content(
        "print_lacks_content",
        MachineFact.PRINTS_OTHERWISE,
        (
            "Některé strany se tisknou jinak, než se zobrazují. Liší se výtisk v něčem, co patří k obsahu dokumentu?",
            "Some pages print otherwise than they are shown. Does the print differ in the document's content?",
        ),
        (
            f"{_ENTIRE}výtisk se od zobrazení liší v tom, co patří k obsahu dokumentu",
            "the transfer would not be complete: the print differs from the screen in its content",
        ),
    ),
    yes_refuses(
        "output_with_untransferable_element",
        "e",
        texts=(
            "Je v dokumentu doložka dřívější konverze, která uvádí viditelný prvek, který nelze plně přenést?",
            "Does the document hold the clause of an earlier conversion that names an untransferable element?",
        ),
        reasons=(
            "dokument je výstupem konverze, jehož doložka uvádí viditelný prvek, který nelze plně přenést na výstup",
            "the document is the output of a conversion whose clause names an untransferable element",
        ),
        valid_from=CLAUSES_NAME_ELEMENTS_SINCE,
        asked_if=frozenset({MachineFact.CLAUSE_UNCLEAR, MachineFact.CLAUSES_NOT_SOUGHT}),
    ),
    yes_refuses(
        "vidimation_security_element",
        "f",
        texts=(
            "Je v dokumentu ověřovací doložka vidimace, podle níž originál měl viditelný zajišťovací prvek?",
            "Does the document hold a clause of vidimation saying that its source had a visible security element?",
        ),
        reasons=(
            "podle ověřovací doložky obsahovala předloha vidimovaného dokumentu viditelný zajišťovací prvek",
            "the clause of vidimation says that its source had a visible security element",
        ),
        valid_from=CLAUSES_NAME_ELEMENTS_SINCE,
    ),
    DatedQuestion(
        question=Question(
            id="colour_information_lost",
            version=CONVERSION_BEGAN.isoformat(),
            ground_letter="D2(4)",
            text_cs="Ztratila by se černobílým tiskem nějaká informace?",
            text_en="Would a black-and-white print lose any information?",
            answers=YES_OR_NO,
        ),
        refusing=None,
        valid_from=CONVERSION_BEGAN,
        valid_until=None,
    ),
    DatedQuestion(
        question=Question(
            id="printed_in_colour",
            version=CONVERSION_BEGAN.isoformat(),
            ground_letter="D2(4)",
            text_cs="Vytisknete dokument barevně?",
            text_en="Will you print the document in colour?",
            answers=YES_OR_NO,
            only_if=("colour_information_lost", NO),
        ),
        refusing=None,
        valid_from=CONVERSION_BEGAN,
        valid_until=None,
    ),
)
"""Every version of every question for electronic → paper ex officio, in the order of asking. Where colour informs, the
document is printed in colour; only where it does not may the official choose (D193 § 2(4))."""
