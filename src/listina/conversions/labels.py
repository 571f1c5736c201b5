"""What a state is called, and the sentence below it (stavy konverze)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from listina.conversions.cases import CaseState, Missing
from listina.conversions.models import Case
from listina.conversions.readiness import (
    STEP_COMPARISON,
    STEP_HANDOVER,
    STEP_PREVIEW,
    STEP_SIGNATURE,
    STEP_WHAT,
)
from listina.law.dates import czech_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class StateText:
    """A label of a few words and a sentence, perhaps empty."""

    label: str
    sentence: str


def state_text(case: Case, missing: Sequence[Missing]) -> StateText:
    """Return the texts for a case; `missing` is what an open case lacks, empty otherwise."""
    state = CaseState(case.state)
    if state is CaseState.OPEN:
        return _open_text(missing)
    return _TEXTS[state](case)


def wizard_step(case: Case, missing: Sequence[Missing]) -> int:
    """Return the step (1–7) where the official goes on."""
    state = CaseState(case.state)
    if state is CaseState.OPEN:
        return missing[0].step if missing else STEP_PREVIEW
    if state is CaseState.REFUSED:
        return STEP_WHAT
    if state in {CaseState.REGISTERED, CaseState.SIGNED, CaseState.AWAITING_TIMESTAMP}:
        return STEP_HANDOVER
    return STEP_SIGNATURE


def _open_text(missing: Sequence[Missing]) -> StateText:
    if not missing:
        return StateText(label="Připravená k podpisu", sentence="")
    uncompared = [item for item in missing if item.code == "comparison.page"]
    if uncompared and all(item.step == STEP_COMPARISON for item in missing):
        return StateText(
            label="Čeká na porovnání", sentence=f"Porovnejte s předlohou tyto strany (počet): {len(uncompared)}."
        )
    return StateText(label="Rozpracovaná", sentence=missing[0].cs)


def _awaiting_signature_text(case: Case) -> StateText:
    return StateText(label="Připravená k podpisu", sentence=f"Číslo {case.number} je přiděleno, výstup čeká na podpis.")


def _awaiting_timestamp_text(_: Case) -> StateText:
    return StateText(label="Čeká na časové razítko", sentence="Podepsáno. Razítko doplníme samo, nic nedělejte.")


def _signed_text(_: Case) -> StateText:
    return StateText(
        label="Čeká na zápis do evidence",
        sentence="Podepsáno a opatřeno časovým razítkem. Zápis dokončíme samo, nic nedělejte.",
    )


def _registered_text(case: Case) -> StateText:
    moment = f" {czech_moment(case.registered_at)}" if case.registered_at is not None else ""
    return StateText(label="Provedená", sentence=f"Zapsaná v evidenci{moment}.")


def _voided_text(case: Case) -> StateText:
    unused = f" Číslo {case.number} zůstane nevyužité." if case.number else ""
    return StateText(label="Zrušená před dokončením", sentence=f"Důvod: {case.void_reason}{unused}")


def _refused_text(case: Case) -> StateText:
    reasons = "; ".join(f"{kept['provision_cs']}: {kept['reason_cs']}" for kept in case.refusals)
    return StateText(label="Neprovedená", sentence=f"Důvod: {reasons}")


_TEXTS: Mapping[CaseState, Callable[[Case], StateText]] = {
    CaseState.RESERVED: _awaiting_signature_text,
    CaseState.COMPOSED: _awaiting_signature_text,
    CaseState.AWAITING_SIGNATURE: _awaiting_signature_text,
    CaseState.AWAITING_TIMESTAMP: _awaiting_timestamp_text,
    CaseState.SIGNED: _signed_text,
    CaseState.REGISTERED: _registered_text,
    CaseState.VOIDED: _voided_text,
    CaseState.REFUSED: _refused_text,
}
