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

STEP_WHAT, STEP_PAGES, STEP_COMPARISON, STEP_FACTS, STEP_PREVIEW, STEP_SIGNATURE, STEP_HANDOVER = range(1, 8)


def missing(case: Case, moment: datetime) -> tuple[Missing, ...]:
    """Return everything that stands between an open case and its signature, in the order of the steps."""
    pages = kept_pages(case)
    return (
        *_about_admissibility(case, moment),
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


def _about_admissibility(case: Case, moment: datetime) -> Iterator[Missing]:
    verdict = verdict_of(case, moment)
    answers = {question_id: value for question_id, (_, value) in latest_answers(case).items()}
    asked = {question.id: question for question in asked_questions(questions_for(case, moment), answers)}
    for question_id in verdict.missing:
        text = asked[question_id].text_cs if question_id in asked else question_id
        yield Missing(code=f"answers.{question_id}", cs=f"Odpovězte na otázku: {text}", step=STEP_WHAT)
    for refusal in verdict.refusals:
        yield Missing(
            code=f"admissibility.{refusal.letter}",
            cs=f"Konverzi nelze provést: {refusal.reason_cs} ({refusal.provision_cs}).",
            step=STEP_WHAT,
        )


def _about_pages(case: Case, pages: Sequence[Page]) -> Iterator[Missing]:
    if not pages:
        yield Missing(code="pages.none", cs="Přidejte strany.", step=STEP_PAGES)
    if case.stated_page_count is None:
        yield Missing(code="pages.count", cs="Kolik stran má dokument? Spočítejte je na papíře.", step=STEP_PAGES)
    elif pages and case.stated_page_count != len(pages):
        yield Missing(
            code="pages.count_differs",
            cs=(
                f"Naskenováno je {len(pages)} stran, uvedli jste {case.stated_page_count}. "
                "Zkontrolujte, zda se nevzaly dva listy najednou nebo nechybí rub."
            ),
            step=STEP_PAGES,
        )
    for page in pages:
        yield from _about_page(page)


def _about_page(page: Page) -> Iterator[Missing]:
    for finding in blocking_findings(page):
        yield Missing(
            code=f"page.{finding.code}",
            cs=f"Strana {page.position}: {finding.cs}",
            step=STEP_PAGES,
            page_id=page.id,
        )
    if assessment_of(page).blank and page.blank_kept is None:
        yield Missing(
            code="page.blank_undecided",
            cs=f"Strana {page.position} je prázdná. Ponechte ji, je-li prázdná i v předloze.",
            step=STEP_PAGES,
            page_id=page.id,
        )


def _about_comparison(case: Case, pages: Sequence[Page]) -> Iterator[Missing]:
    for page in pages:
        if page.compared is None:
            yield Missing(
                code="comparison.page",
                cs=f"Porovnejte stranu {page.position} s předlohou.",
                step=STEP_COMPARISON,
                page_id=page.id,
            )
        elif not page.compared:
            yield Missing(
                code="comparison.disagrees",
                cs=f"Strana {page.position} nesouhlasí s předlohou. Naskenujte ji znovu.",
                step=STEP_COMPARISON,
                page_id=page.id,
            )
    if case.agreement_declared_at is None:
        yield Missing(
            code="comparison.agreement",
            cs="Prohlaste, že se obsah všech stran shoduje s předlohou.",
            step=STEP_COMPARISON,
        )


def _about_facts(case: Case) -> Iterator[Missing]:
    if case.no_untransferable is None:
        yield Missing(
            code="facts.untransferable",
            cs="Uveďte, zda je na dokumentu viditelný prvek, který nelze plně přenést.",
            step=STEP_FACTS,
        )
    elif case.stated_page_count is not None and _beyond(case, case.stated_page_count):
        yield Missing(
            code="facts.untransferable_page",
            cs="Prvek, který nelze plně přenést, je uveden na straně, kterou dokument nemá.",
            step=STEP_FACTS,
        )
    if not case.designation:
        yield Missing(code="facts.designation", cs="Vyplňte označení vstupu.", step=STEP_FACTS)
    if case.drawn_up_on_absent is None:
        yield Missing(
            code="facts.drawn_up_on",
            cs="Uveďte datum sepsání, nebo že ve vstupu není uvedeno.",
            step=STEP_FACTS,
        )


def _beyond(case: Case, page_count: int) -> bool:
    return any(page > page_count for element in case.untransferable for page in element["pages"])
