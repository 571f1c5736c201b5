"""What a state is called, and the sentence below it (stavy konverze)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from listina.conversions.cases import CaseState, Missing
from listina.conversions.keeping.periods import rule_for
from listina.conversions.lost_signatures import is_lost
from listina.conversions.models import Case
from listina.conversions.readiness import (
    STEP_COMPARISON,
    STEP_HANDOVER,
    STEP_PREVIEW,
    STEP_SIGNATURE,
    STEP_WHAT,
)
from listina.conversions.standings import LaterStanding
from listina.conversions.state_texts import StateText, pages_to_compare
from listina.conversions.to_paper.labels import AWAITING_PRINT, PRINTABLE, open_paper_text, paper_step
from listina.conversions.voiding import WITHOUT_OFFICIAL
from listina.law.dates import czech_date, czech_moment, prague_day
from listina.law.directions import Direction
from listina.law.retention import Thing
from listina.texts import Text


def state_text(case: Case, missing: Sequence[Missing], standing: LaterStanding, moment: datetime) -> StateText:
    """Return the texts for a case.

    Args:
        case: the case.
        missing: what an open case lacks, empty otherwise.
        standing: how a registered case stands by its later entries.
        moment: now, aware.
    """
    state = CaseState(case.state)
    if state is CaseState.OPEN:
        if case.direction == Direction.TO_PAPER.value:
            return open_paper_text(case, missing, moment)
        return _open_text(missing)
    if standing.erroneous_at is not None:
        return _erroneous_text(standing.erroneous_at, standing.replaced_by)
    if standing.replaced_by is not None:
        return _replaced_text(standing.replaced_by)
    if state in {CaseState.RESERVED, CaseState.COMPOSED} and case.direction == Direction.TO_PAPER.value:
        return PRINTABLE
    return _LOST if is_lost(case) else _TEXTS[state](case)


def idle_warning(case: Case, moment: datetime) -> Text | None:
    """Return what to say of a case nobody touched for days and the machine will give up; None if there is no need.

    Source: decision 24, unfinished case.
    """
    if CaseState(case.state) not in WITHOUT_OFFICIAL:
        return None
    rule = rule_for(Thing.UNFINISHED_CASE, prague_day(moment))
    last_step = prague_day(case.changed_at)
    last_day = rule.kept_through(last_step)
    if last_day is None or rule.warn_after is None or prague_day(moment) <= rule.warn_after.after(last_step):
        return None
    day = czech_date(last_day)
    return Text(
        f"Naposledy se na ní pracovalo {czech_date(last_step)}. Pokud ji do {day} nedokončíte, zrušíme ji.",
        f"Last worked on {czech_date(last_step)}. Unless finished by {day}, it will be abandoned.",
    )


def wizard_step(case: Case, missing: Sequence[Missing]) -> int:
    """Return the step (1–7) where the official goes on."""
    state = CaseState(case.state)
    if case.direction == Direction.TO_PAPER.value:
        return paper_step(case, missing)
    if state is CaseState.OPEN:
        return missing[0].step if missing else STEP_PREVIEW
    if state is CaseState.REFUSED:
        return STEP_WHAT
    if state in {CaseState.REGISTERED, CaseState.SIGNED, CaseState.AWAITING_TIMESTAMP}:
        return STEP_HANDOVER
    return STEP_SIGNATURE


def _open_text(missing: Sequence[Missing]) -> StateText:
    if not missing:
        return StateText(label=_READY, sentence=Text("", ""))
    uncompared = [item for item in missing if item.code == "comparison.page"]
    if uncompared and all(item.step == STEP_COMPARISON for item in missing):
        return StateText(
            label=Text("Čeká na porovnání", "Waiting for the comparison"),
            sentence=Text(
                f"Porovnejte s předlohou ještě {pages_to_compare(len(uncompared))}.",
                f"Pages still to be compared with the paper: {len(uncompared)}.",
            ),
        )
    return StateText(label=Text("Rozpracovaná", "In progress"), sentence=missing[0].text)


def _awaiting_signature_text(case: Case) -> StateText:
    sentence = Text(
        f"Číslo {case.number} je přiděleno, výstup čeká na podpis.",
        f"Number {case.number} is assigned; the output waits for the signature.",
    )
    return StateText(label=_READY, sentence=sentence)


def _awaiting_timestamp_text(_: Case) -> StateText:
    return StateText(
        label=Text("Čeká na časové razítko", "Waiting for the timestamp"),
        sentence=Text(
            "Podepsáno. Razítko doplníme samo, nic nedělejte.",
            "Signed. The timestamp will be added by itself; nothing to do.",
        ),
    )


def _signed_text(_: Case) -> StateText:
    return StateText(
        label=Text("Čeká na zápis do evidence", "Waiting for registration"),
        sentence=Text(
            "Podepsáno a opatřeno časovým razítkem. Zápis dokončíme samo, nic nedělejte.",
            "Signed and timestamped. Registration will be finished by itself; nothing to do.",
        ),
    )


def _registered_text(case: Case) -> StateText:
    moment = f" {czech_moment(case.registered_at)}" if case.registered_at is not None else ""
    return StateText(
        label=Text("Provedená", "Performed"),
        sentence=Text(f"Zapsaná v evidenci{moment}.", f"Registered{moment}."),
    )


def _erroneous_text(at: datetime, replaced_by: str | None) -> StateText:
    day = czech_date(prague_day(at))
    replaced = _replaced_text(replaced_by).sentence if replaced_by else Text("", "")
    return StateText(
        label=Text("Označená za chybnou", "Marked erroneous"),
        sentence=Text(
            f"Výstup byl označen za chybný {day}. {replaced.cs}".rstrip(),
            f"The output was marked erroneous on {day}. {replaced.en}".rstrip(),
        ),
    )


def _replaced_text(replaced_by: str) -> StateText:
    return StateText(
        label=Text("Nahrazená", "Replaced"),
        sentence=Text(f"Nahrazuje ji konverze č. {replaced_by}.", f"Replaced by conversion no. {replaced_by}."),
    )


def _voided_text(case: Case) -> StateText:
    unused = Text(f" Číslo {case.number} zůstane nevyužité.", f" Number {case.number} stays unused.")
    return StateText(
        label=Text("Zrušená před dokončením", "Abandoned before completion"),
        sentence=Text(
            f"Důvod: {case.void_reason}{unused.cs if case.number else ''}",
            f"Reason: {case.void_reason}{unused.en if case.number else ''}",
        ),
    )


def _refused_text(case: Case) -> StateText:
    cs = "; ".join(f"{kept['provision_cs']}: {kept['reason_cs']}" for kept in case.refusals)
    en = "; ".join(f"{kept['provision_cs']}: {kept['reason_en']}" for kept in case.refusals)
    return StateText(label=Text("Neprovedená", "Not performed"), sentence=Text(f"Důvod: {cs}", f"Reason: {en}"))


_LOST = StateText(
    label=Text("Výstup je třeba podepsat znovu", "The output must be signed again"),
    sentence=Text(
        "Podepsaný výstup jsme do evidence nezapsali. Podepište ho znovu, pořadové číslo zůstane.",
        "The signed output was not registered. Sign it again; the number stays the same.",
    ),
)
_READY = Text("Připravená k podpisu", "Ready to be signed")
_TEXTS: Mapping[CaseState, Callable[[Case], StateText]] = {
    CaseState.RESERVED: _awaiting_signature_text,
    CaseState.COMPOSED: _awaiting_signature_text,
    CaseState.AWAITING_SIGNATURE: _awaiting_signature_text,
    CaseState.AWAITING_TIMESTAMP: _awaiting_timestamp_text,
    CaseState.SIGNED: _signed_text,
    CaseState.AWAITING_PRINT: lambda _: AWAITING_PRINT,
    CaseState.REGISTERED: _registered_text,
    CaseState.VOIDED: _voided_text,
    CaseState.REFUSED: _refused_text,
}
