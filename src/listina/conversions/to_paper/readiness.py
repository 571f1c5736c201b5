"""What is missing before a conversion to paper may be printed: all of it, each with its sentence and its step.

Source: L300 § 24; decisions 5, 14 and 15.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from listina.conversions.cases import Missing
from listina.conversions.models import Case
from listina.conversions.to_paper.models import FileRole, PaperWork
from listina.conversions.to_paper.received import files_of, work_of
from listina.documents.malware.scanning import Malware
from listina.texts import Text
from listina.trust.validation.values import Integrity

STEP_INPUT, STEP_VALIDATION, STEP_ADMISSIBILITY, STEP_FACTS, STEP_COMPARISON, STEP_PRINT, STEP_DONE = range(1, 8)


def missing_input(case: Case) -> Iterator[Missing]:
    """Yield what is missing of the input and its examination (steps 1 and 2)."""
    files = files_of(case)
    if FileRole.DOCUMENT not in files:
        if FileRole.MESSAGE in files and (work_of(case).message or {}).get("attachments"):
            text = Text("Vyberte přílohu datové zprávy.", "Choose an attachment of the data message.")
        else:
            text = Text("Nahrajte dokument.", "Upload the document.")
        yield Missing(code="input.none", text=text, step=STEP_INPUT)
        return
    work = work_of(case)
    if not work.found:
        yield Missing(
            code="input.not_examined",
            text=Text("Počkejte, až se vstup ověří.", "Wait until the input is examined."),
            step=STEP_VALIDATION,
        )
        return
    yield from _about_decisions(work, work.found)


def missing_comparison(case: Case) -> Iterator[Missing]:
    """Yield the pages whose print differs from the screen and was not looked at (step 5)."""
    work = work_of(case)
    if not work.found:
        return
    for page in work.found["pages"]:
        number, agrees = page["number"], work.compared.get(str(page["number"]))
        if agrees is False:
            yield Missing(code="comparison.disagrees", text=_disagreeing(page), step=STEP_COMPARISON)
        if page["differences"] and agrees is None:
            yield Missing(
                code="comparison.page",
                text=Text(
                    f"Strana {number} se vytiskne jinak, než se zobrazuje. Porovnejte ji.",
                    f"Page {number} prints otherwise than it is shown. Compare it.",
                ),
                step=STEP_COMPARISON,
            )


def missing_facts(case: Case) -> Iterator[Missing]:
    """Yield what is missing of the evidence (step 4)."""
    if not case.designation:
        yield Missing(
            code="facts.designation",
            text=Text("Vyplňte označení vstupu.", "Fill in the designation of the input."),
            step=STEP_FACTS,
        )
    if case.drawn_up_on_absent is None:
        yield Missing(
            code="facts.drawn_up_on",
            text=Text(
                "Uveďte datum sepsání, nebo že ve vstupu není uvedeno.",
                "State the date of drawing up, or that the input does not give it.",
            ),
            step=STEP_FACTS,
        )


def is_waiting(case: Case, moment: datetime) -> bool:
    """Tell whether the official put the case off until newer revocation data are due."""
    until = work_of(case).postponed_until
    return until is not None and until > moment


def _disagreeing(page: dict[str, Any]) -> Text:
    """Say what to do about a page; where no difference was found, no question about one is asked."""
    found = Text(
        f"Strana {page['number']}: výtisk nenese obsah, který vstup zobrazuje.",
        f"Page {page['number']}: the print does not carry what the input shows.",
    )
    advice = Text("Vyžádejte si jiný dokument, nebo konverzi zrušte.", "Ask for another document, or cancel.")
    if page["differences"]:
        advice = Text(
            "Odpovězte na otázku o odlišném tisku „ano“ a konverzi neproveďte.",
            "Answer the question about differing prints with “yes” and do not perform the conversion.",
        )
    return Text(f"{found.cs} {advice.cs}", f"{found.en} {advice.en}")


def _about_decisions(work: PaperWork, examined: dict[str, Any]) -> Iterator[Missing]:
    if examined["malware"]["outcome"] == Malware.NOT_CHECKED.value and work.consent is None:
        reason = examined["malware"]
        yield Missing(
            code="input.not_checked_for_malware",
            text=Text(
                f"Potvrďte, že chcete pokračovat bez kontroly na škodlivý kód. {reason['reason']}",
                f"Confirm that you want to go on without a check for malicious code. {reason['reason_en']}",
            ),
            step=STEP_VALIDATION,
        )
    if examined["integrity"] == Integrity.UNDECIDABLE.value and work.integrity_decision is None:
        yield Missing(
            code="input.integrity_undecided",
            text=Text(
                "Nepodařilo se zjistit, zda dokument nebyl změněn. Prohlédněte si změny a rozhodněte.",
                "Whether the document was changed could not be found out. Look at the changes and decide.",
            ),
            step=STEP_VALIDATION,
        )
    if examined["obstacle"] is not None:
        yield Missing(
            code="input.cannot_be_printed",
            text=Text(examined["obstacle"]["cs"], examined["obstacle"]["en"]),
            step=STEP_VALIDATION,
        )
