"""What is missing before a conversion may be signed: all of it, each with its sentence and its step.

The same list answers the wizard ("Chybí: …"), refuses `begin_signing` and decides the label of an open case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from listina.conversions.access import kept_pages
from listina.conversions.cases import Missing
from listina.conversions.judging import asked_questions, latest_answers, questions_for, verdict_of
from listina.conversions.models import Case, Page
from listina.conversions.page_views import assessment_of, blocking_findings
from listina.conversions.to_paper import readiness as to_paper
from listina.law.directions import Direction
from listina.texts import Text

STEP_WHAT, STEP_PAGES, STEP_COMPARISON, STEP_FACTS, STEP_PREVIEW, STEP_SIGNATURE, STEP_HANDOVER = range(1, 8)


def missing(case: Case, moment: datetime) -> tuple[Missing, ...]:
    """Return everything that stands between an open case and its signature or print, in the order of the steps."""
    if case.direction == Direction.TO_PAPER.value:
        return (
            *to_paper.missing_input(case),
            *_about_admissibility(case, moment, step=to_paper.STEP_ADMISSIBILITY),
            *to_paper.missing_facts(case),
            *to_paper.missing_comparison(case),
        )
    pages = kept_pages(case)
    return (
        *_about_admissibility(case, moment, step=STEP_WHAT),
        *_about_pages(case, pages),
        *_about_comparison(case, pages),
        *_about_facts(case),
    )


def missing_before_agreement(case: Case) -> tuple[Missing, ...]:
    """Return what must be there before the official may declare agreement."""
    pages = kept_pages(case)
    return (
        *_about_pages(case, pages),
        *(item for item in _about_comparison(case, pages) if item.code != "comparison.agreement"),
    )


def missing_before_preview(case: Case) -> tuple[Missing, ...]:
    """Return what a preview cannot do without: pages, their count and the untransferable element."""
    items = (*_about_pages(case, kept_pages(case)), *_about_facts(case))
    return tuple(item for item in items if item.code in {"pages.none", "pages.count", "facts.untransferable"})


def _about_admissibility(case: Case, moment: datetime, *, step: int) -> Iterator[Missing]:
    verdict = verdict_of(case, moment)
    answers = {question_id: value for question_id, (_, value) in latest_answers(case).items()}
    asked = {question.id: question for question in asked_questions(questions_for(case, moment), answers)}
    for question_id in verdict.missing:
        question = asked.get(question_id)
        words = Text(question.text_cs, question.text_en) if question else Text(question_id, question_id)
        yield Missing(
            code=f"answers.{question_id}",
            text=Text(f"Odpovězte na otázku: {words.cs}", f"Answer the question: {words.en}"),
            step=step,
        )
    for refusal in verdict.refusals:
        yield Missing(
            code=f"admissibility.{refusal.letter}",
            text=Text(
                f"Konverzi nelze provést: {refusal.reason_cs} ({refusal.provision_cs}).",
                f"The conversion may not be performed: {refusal.reason_en} ({refusal.provision_cs}).",
            ),
            step=step,
        )


def _about_pages(case: Case, pages: Sequence[Page]) -> Iterator[Missing]:
    if not pages:
        yield Missing(code="pages.none", text=Text("Přidejte strany.", "Add the pages."), step=STEP_PAGES)
    if case.stated_page_count is None:
        yield Missing(
            code="pages.count",
            text=Text(
                "Kolik stran má dokument? Spočítejte je na papíře.",
                "How many pages has the document? Count them on the paper.",
            ),
            step=STEP_PAGES,
        )
    elif pages and case.stated_page_count != len(pages):
        yield Missing(
            code="pages.count_differs",
            text=Text(
                f"Naskenováno je {len(pages)} stran, uvedli jste {case.stated_page_count}. "
                "Zkontrolujte, zda se nevzaly dva listy najednou nebo nechybí rub.",
                f"There are {len(pages)} scanned pages, you stated {case.stated_page_count}. "
                "Check whether two sheets were fed at once or a back is missing.",
            ),
            step=STEP_PAGES,
        )
    for page in pages:
        yield from _about_page(page)


def _about_page(page: Page) -> Iterator[Missing]:
    for finding in blocking_findings(page):
        yield Missing(
            code=f"page.{finding.code}",
            text=Text(f"Strana {page.position}: {finding.cs}", f"Page {page.position}: {finding.en}"),
            step=STEP_PAGES,
            page_id=page.id,
        )
    if assessment_of(page).blank and page.blank_kept is None:
        yield Missing(
            code="page.blank_undecided",
            text=Text(
                f"Strana {page.position} je prázdná. Ponechte ji, je-li prázdná i v předloze.",
                f"Page {page.position} is blank. Keep it if it is blank in the paper too.",
            ),
            step=STEP_PAGES,
            page_id=page.id,
        )


def _about_comparison(case: Case, pages: Sequence[Page]) -> Iterator[Missing]:
    for page in pages:
        if page.compared is None:
            yield Missing(
                code="comparison.page",
                text=Text(
                    f"Porovnejte stranu {page.position} s předlohou.", f"Compare page {page.position} with the paper."
                ),
                step=STEP_COMPARISON,
                page_id=page.id,
            )
        elif not page.compared:
            yield Missing(
                code="comparison.disagrees",
                text=Text(
                    f"Strana {page.position} nesouhlasí s předlohou. Naskenujte ji znovu.",
                    f"Page {page.position} does not agree with the paper. Scan it again.",
                ),
                step=STEP_COMPARISON,
                page_id=page.id,
            )
    if case.agreement_declared_at is None:
        yield Missing(
            code="comparison.agreement",
            text=Text(
                "Prohlaste, že se obsah všech stran shoduje s předlohou.",
                "Declare that the content of all pages agrees with the paper.",
            ),
            step=STEP_COMPARISON,
        )


def _about_facts(case: Case) -> Iterator[Missing]:
    if case.no_untransferable is None:
        yield Missing(
            code="facts.untransferable",
            text=Text(
                "Uveďte, zda je na dokumentu viditelný prvek, který nelze plně přenést.",
                "State whether the document has a visible element that cannot be fully carried over.",
            ),
            step=STEP_FACTS,
        )
    elif case.stated_page_count is not None and _beyond(case, case.stated_page_count):
        yield Missing(
            code="facts.untransferable_page",
            text=Text(
                "Prvek, který nelze plně přenést, je uveden na straně, kterou dokument nemá.",
                "The element that cannot be carried over is stated on a page the document does not have.",
            ),
            step=STEP_FACTS,
        )
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


def _beyond(case: Case, page_count: int) -> bool:
    return any(page > page_count for element in case.untransferable for page in element["pages"])
