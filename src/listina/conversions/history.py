"""A conversion's own event list: ordered, insert-only, exported for the records system (decision 22).

It is not the audit trail: the audit says who used the system, the list says what happened to this conversion.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max

from listina.conversions.cases import EventView
from listina.conversions.models import Case, CaseEvent
from listina.texts import Text

LABELS: Mapping[str, Text] = {
    "opened": Text("Konverze založena", "Conversion opened"),
    "restated": Text("Změněna agenda, účel, č. j. nebo sp. zn.", "Agenda, purpose or a reference changed"),
    "answered": Text("Zodpovězeny otázky", "Questions answered"),
    "page_attached": Text("Přidána strana", "Page added"),
    "page_dpi_declared": Text("Uvedeno rozlišení strany", "Resolution of a page stated"),
    "page_moved": Text("Strana přesunuta", "Page moved"),
    "page_rotated": Text("Strana otočena", "Page turned"),
    "page_removed": Text("Strana vyřazena", "Page removed"),
    "page_restored": Text("Vyřazená strana vrácena", "Removed page restored"),
    "one_bit_allowed": Text("Povolen černobílý sken strany", "Bilevel scan of a page allowed"),
    "blank_decided": Text("Rozhodnuto o prázdné straně", "Blank page decided on"),
    "split": Text("Stoh rozdělen na více konverzí", "Stack split into several conversions"),
    "pages_interleaved": Text("Proloženy líce a ruby", "Fronts and backs put between each other"),
    "pages_ordered_as_attached": Text("Strany seřazeny, jak byly nahrány", "Pages put into the order they came in"),
    "page_count_stated": Text("Uveden počet stran vstupu", "Page count of the input stated"),
    "untransferable_stated": Text(
        "Uvedeno, zda má vstup prvek, který nelze plně přenést",
        "Stated whether the input has an element that cannot be carried over",
    ),
    "page_compared": Text("Strana porovnána s předlohou", "Page compared with the paper"),
    "agreement_declared": Text("Prohlášena shoda výstupu s předlohou", "Agreement of output and input declared"),
    "described": Text("Uvedeno označení a datum vstupu", "Designation and date of the input stated"),
    "input_received": Text("Přijat soubor vstupu", "A file of the input received"),
    "malware_found": Text("V souboru nalezen škodlivý kód, soubor nepřijat", "Malicious code found, file not accepted"),
    "examined": Text("Vstup ověřen", "Input examined"),
    "unchecked_consented": Text(
        "Rozhodnuto pokračovat se souborem nezkontrolovaným na škodlivý kód",
        "Decided to go on with a file not checked for malicious code",
    ),
    "integrity_decided": Text(
        "Rozhodnuto o nezjištěné integritě vstupu", "Undecided integrity of the input decided on"
    ),
    "postponed": Text("Konverze odložena do dalšího ověření", "Conversion postponed until another examination"),
    "message_stated": Text("Uvedeny údaje o datové zprávě", "Facts of the data message stated"),
    "print_chosen": Text("Zvolen způsob tisku", "Way of printing chosen"),
    "print_compared": Text("Strana výtisku porovnána se vstupem", "A page of the print compared with the input"),
    "print_handed_out": Text("Výstup předán k tisku", "Output handed out for printing"),
    "print_affirmed": Text(
        "Potvrzen úplný výtisk, shoda obsahu, podpis a úřední razítko",
        "Complete print, agreement, signature and official stamp affirmed",
    ),
    "reserved": Text("Přiděleno pořadové číslo", "Number assigned"),
    "started_over": Text(
        "Doložka se vyhotoví znovu pod týmž číslem", "The clause is drawn up again under the same number"
    ),
    "composed": Text("Sestaven výstup s doložkou", "Output with its clause composed"),
    "prepared": Text("Výstup připraven k podpisu", "Output prepared for signing"),
    "signed": Text("Výstup podepsán", "Output signed"),
    "timestamp_kept": Text("Získáno časové razítko", "Timestamp obtained"),
    "embedded": Text("Podpis a časové razítko vloženy do výstupu", "Signature and timestamp put into the output"),
    "gate_refused": Text("Kontrola před zápisem neprošla", "A check before registration failed"),
    "gate_passed": Text("Kontrola před zápisem prošla", "Checks before registration passed"),
    "registered": Text("Zapsáno v evidenci", "Entered in the register"),
    "receipt_issued": Text("Vydáno potvrzení o zápisu", "Receipt of registration issued"),
    "timestamp_renewed": Text("Výstup opatřen novým časovým razítkem", "A new timestamp put on the output"),
    "scans_deleted": Text(
        "Pracovní soubory smazány (skeny, vstup, nepodepsaný výstup, soubor k tisku)",
        "Working files deleted (scans, input, unsigned output, print file)",
    ),
    "output_deleted": Text("Podepsaný výstup smazán", "Signed output deleted"),
    "evidence_corrected": Text("Opraven údaj v evidenci", "An entry of the evidence corrected"),
    "error_mark_asked": Text("Navrženo označit výstup za chybný", "Proposed to mark the output erroneous"),
    "error_mark_rejected": Text("Návrh označit výstup za chybný nepotvrzen", "The proposal was not confirmed"),
    "error_mark_withdrawn": Text("Návrh označit výstup za chybný vzat zpět", "The proposal was taken back"),
    "marked_erroneous": Text("Výstup označen za chybný", "Output marked erroneous"),
    "replaced": Text("Výstup nahrazen novým výstupem", "Output replaced by a new one"),
    "replaces": Text("Výstup nahradil dřívější výstup", "Output replaced an earlier one"),
    "downloaded": Text("Výstup stažen", "Output downloaded"),
    "handed_over": Text("Výstup předán", "Output handed over"),
    "refused": Text("Konverze neprovedena", "Conversion not performed"),
    "voided": Text("Konverze zrušena před dokončením", "Conversion abandoned before completion"),
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


def last_details(case: Case, action: str) -> Mapping[str, object] | None:
    """Return the details of the case's last entry if it has this action, None otherwise."""
    last = CaseEvent.objects.filter(case_id=case.id).order_by("-sequence").first()
    return last.details if last is not None and last.action == action else None
