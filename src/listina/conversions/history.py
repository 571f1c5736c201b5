"""A conversion's own event list: ordered, insert-only, exported for the records system (decision 22).

It is not the audit trail: the audit says who used the system, the list says what happened to this conversion.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max

from listina.conversions.cases import EventView
from listina.conversions.models import Case, CaseEvent

LABELS: Mapping[str, str] = {
    "opened": "Konverze založena",
    "answered": "Zodpovězeny otázky",
    "page_attached": "Přidána strana",
    "page_dpi_declared": "Uvedeno rozlišení strany",
    "page_moved": "Strana přesunuta",
    "page_rotated": "Strana otočena",
    "page_removed": "Strana vyřazena",
    "page_restored": "Vyřazená strana vrácena",
    "one_bit_allowed": "Povolen černobílý sken strany",
    "blank_decided": "Rozhodnuto o prázdné straně",
    "page_count_stated": "Uveden počet stran vstupu",
    "untransferable_stated": "Uvedeno, zda má vstup prvek, který nelze plně přenést",
    "page_compared": "Strana porovnána s předlohou",
    "agreement_declared": "Prohlášena shoda výstupu s předlohou",
    "described": "Uvedeno označení a datum vstupu",
    "reserved": "Přiděleno pořadové číslo",
    "started_over": "Doložka se vyhotoví znovu pod týmž číslem",
    "composed": "Sestaven výstup s doložkou",
    "prepared": "Výstup připraven k podpisu",
    "signed": "Výstup podepsán",
    "timestamp_kept": "Získáno časové razítko",
    "embedded": "Podpis a časové razítko vloženy do výstupu",
    "gate_refused": "Kontrola před zápisem neprošla",
    "gate_passed": "Kontrola před zápisem prošla",
    "registered": "Zapsáno v evidenci",
    "receipt_issued": "Vydáno potvrzení o zápisu",
    "timestamp_renewed": "Výstup opatřen novým časovým razítkem",
    "refused": "Konverze neprovedena",
    "voided": "Konverze zrušena před dokončením",
}


def note(
    case: Case,
    action: str,
    at: datetime,
    *,
    actor_id: int | None = None,
    details: Mapping[str, object] | None = None,
) -> None:
    """Append an entry; the caller holds the lock of the case's row, which keeps the sequence without gaps."""
    last = CaseEvent.objects.filter(case_id=case.id).aggregate(last=Max("sequence"))["last"] or 0
    CaseEvent.objects.create(
        authority_id=case.authority_id,
        case_id=case.id,
        sequence=last + 1,
        at=at,
        action=action,
        actor_id=actor_id,
        details=dict(details or {}),
    )


def entries(case: Case) -> tuple[EventView, ...]:
    """Return the event list in order."""
    return tuple(
        EventView(
            sequence=event.sequence,
            at=event.at,
            action=event.action,
            label=LABELS[event.action],
            actor_id=event.actor_id,
            details=event.details,
        )
        for event in CaseEvent.objects.filter(case_id=case.id).order_by("sequence")
    )


def export(case: Case) -> dict[str, object]:
    """Return the event list as JSON values, moments in ISO 8601 with the offset of UTC."""
    return {
        "format": "listina.conversion.events/1",
        "case": str(case.id),
        "number": case.number,
        "reference_number": case.reference_number,
        "file_mark": case.file_mark,
        "events": [
            {
                "sequence": entry.sequence,
                "at": entry.at.isoformat(),
                "action": entry.action,
                "text": entry.label,
                "actor": entry.actor_id,
                "details": dict(entry.details),
            }
            for entry in entries(case)
        ],
    }


def last_details(case: Case, action: str) -> Mapping[str, object] | None:
    """Return the details of the case's last entry if it has this action, None otherwise."""
    last = CaseEvent.objects.filter(case_id=case.id).order_by("-sequence").first()
    return last.details if last is not None and last.action == action else None
