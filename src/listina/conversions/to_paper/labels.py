"""What a conversion to paper is called in its states, and where its wizard goes on (stavy konverze)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from listina.conversions.cases import CaseState, Missing
from listina.conversions.models import Case
from listina.conversions.state_texts import StateText, pages_to_compare
from listina.conversions.to_paper.readiness import (
    STEP_ADMISSIBILITY,
    STEP_COMPARISON,
    STEP_DONE,
    STEP_PRINT,
)
from listina.conversions.to_paper.received import work_of
from listina.law.dates import czech_moment
from listina.texts import Text

PRINTABLE = StateText(label=Text("Připravená k tisku", "Ready to be printed"), sentence=Text("", ""))
AWAITING_PRINT = StateText(
    label=Text("Čeká na potvrzení výtisku", "Waiting for the print to be affirmed"),
    sentence=Text(
        "Vytiskněte, podepište, orazítkujte a potvrďte.", "Print, sign and stamp the output, then affirm it."
    ),
)


def open_paper_text(case: Case, missing: Sequence[Missing], moment: datetime) -> StateText:
    """Return the texts for an open case."""
    until = work_of(case).postponed_until
    if until is not None and until > moment:
        at = czech_moment(until)
        return StateText(
            label=Text("Odložená", "Postponed"),
            sentence=Text(f"Znovu ověříme {at}.", f"It is examined again {at}."),
            tag="postponed",
        )
    if not missing:
        return PRINTABLE
    if all(item.step == STEP_COMPARISON for item in missing):
        return StateText(
            label=Text("Čeká na porovnání", "Waiting for the comparison"),
            sentence=Text(
                f"Porovnejte ještě {pages_to_compare(len(missing))}: výtisk se liší od zobrazení.",
                f"Pages that print otherwise than they are shown, still to be compared: {len(missing)}.",
            ),
        )
    # What the law refuses is told before anything else: nobody should consent to what cannot be done.
    first = next((item for item in missing if item.code.startswith("admissibility.")), missing[0])
    return StateText(label=Text("Rozpracovaná", "In progress"), sentence=first.text)


def paper_step(case: Case, missing: Sequence[Missing]) -> int:
    """Return the step (1–7) where the official goes on."""
    state = CaseState(case.state)
    if state is CaseState.OPEN:
        return missing[0].step if missing else STEP_COMPARISON
    if state is CaseState.REFUSED:
        return STEP_ADMISSIBILITY
    if state is CaseState.REGISTERED:
        return STEP_DONE
    return STEP_PRINT
