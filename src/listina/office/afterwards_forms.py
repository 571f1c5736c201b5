"""What officials type after registration: corrections of the evidence, reasons, the number of a replacement."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from listina.conversions.afterwards.evidence import CorrectedFields
from listina.conversions.afterwards.registered import REASON_LENGTH, SHORTEST_REASON
from listina.law.evidence import FEE_LIMIT_CZK, Evidence, Fee
from listina.law.numbers import MAX_LENGTH
from listina.office.facts_form import DATED, UNDATED, FactsForm

EXEMPT = "exempt"
PAID = "paid"
CONFIRM = "confirm"
REJECT = "reject"
WITHDRAW = "withdraw"


_REASON: Mapping[str, Any] = {
    "label": _("Důvod"),
    "min_length": SHORTEST_REASON,
    "max_length": REASON_LENGTH,
    "widget": forms.Textarea(attrs={"rows": 3}),
    "error_messages": {"required": _("Uveďte důvod.")},
}


class EvidenceForm(FactsForm):
    """What the evidence shall say from now on, and why; the clause's own facts are not here."""

    elements_stated = None  # type: ignore[assignment]  # Django's way to leave a field of the parent out

    fee_stated = forms.ChoiceField(
        label=_("Poplatek"),
        widget=forms.RadioSelect,
        choices=[(EXEMPT, _("bez poplatku")), (PAID, _("uhrazen"))],
        error_messages={"required": _("Uveďte, zda byl uhrazen poplatek.")},
    )
    exemption = forms.CharField(
        label=_("Osvobození od poplatku"),
        help_text=_("Odkaz na právní předpis."),
        required=False,
        max_length=REASON_LENGTH,
    )
    amount = forms.DecimalField(
        label=_("Částka v Kč"),
        required=False,
        localize=True,
        min_value=Decimal(0),
        max_value=FEE_LIMIT_CZK - 1,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    document_number = forms.CharField(label=_("Číslo dokladu"), required=False, max_length=MAX_LENGTH)
    reason = forms.CharField(help_text=_("Proč údaj opravujete. Neuvádějte osobní údaje."), **_REASON)

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs to the fee as it was stated."""
        data = super().clean()
        if data.get("fee_stated") == PAID:
            if not data.get("amount") and "amount" not in self.errors:
                self.add_error("amount", translate("Uveďte uhrazenou částku."))
            if not data.get("document_number"):
                self.add_error("document_number", translate("Uveďte číslo dokladu, kterým byl poplatek uhrazen."))
        if data.get("fee_stated") == EXEMPT and not data.get("exemption"):
            self.add_error("exemption", translate("Uveďte, podle čeho je konverze bez poplatku."))
        return data

    def wanted(self) -> CorrectedFields:
        """Return what the evidence shall say; the form must be valid.

        Raises:
            InvalidDateError: no calendar has such a date.
        """
        data = self.cleaned_data
        if data["fee_stated"] == PAID:
            fee = Fee(amount_czk=data["amount"], document_number=data["document_number"], exemption=None)
        else:
            fee = Fee(amount_czk=Decimal(0), document_number=None, exemption=data["exemption"])
        return CorrectedFields(designation=data["designation"], drawn_up_on=self.drawn_up_on(), fee=fee)


def initial_evidence(evidence: Evidence) -> Mapping[str, object]:
    """Return what the evidence says now, as the form's values."""
    stated, fee = evidence.drawn_up_on, evidence.fee
    return {
        "designation": evidence.designation,
        "date_stated": UNDATED if stated is None else DATED,
        "day": stated.day if stated else None,
        "month": stated.month if stated else None,
        "year": stated.year if stated else None,
        "fee_stated": PAID if fee.document_number else EXEMPT,
        "exemption": fee.exemption or "",
        "amount": fee.amount_czk or None,
        "document_number": fee.document_number or "",
    }


class ErrorMarkForm(forms.Form):
    """Why an output is erroneous."""

    reason = forms.CharField(
        help_text=_("Např. chybí druhá strana předlohy. Důvod uvidí jen váš úřad. Neuvádějte osobní údaje."), **_REASON
    )


class DecisionForm(forms.Form):
    """What becomes of a proposal, by one of the buttons."""

    decision = forms.ChoiceField(choices=[(name, name) for name in (CONFIRM, REJECT, WITHDRAW)])


class ReplacementForm(forms.Form):
    """Which output replaces this one, and why."""

    number = forms.CharField(
        label=_("Pořadové číslo nové konverze"),
        help_text=_("Konverze vašeho úřadu, která byla zapsána do evidence později."),
        max_length=2 * MAX_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
        error_messages={"required": _("Opište pořadové číslo nové konverze.")},
    )
    reason = forms.CharField(
        help_text=_("Např. předloha byla naskenována neúplná. Důvod uvidí jen váš úřad."), **_REASON
    )
