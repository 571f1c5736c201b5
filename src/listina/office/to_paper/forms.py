"""What officials type and choose while they convert to paper; rules stay with the services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from listina.conversions.to_paper.deciding import LEAST_REASON, REASON_LENGTH, StatedMessage
from listina.conversions.to_paper.printing import Printed
from listina.conversions.to_paper.showing import AttachmentView, PaperView
from listina.office.facts_form import FactsForm

BOTH, ONE = "both", "one"
_PLAIN = {"autocomplete": "off", "spellcheck": "false"}
_DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(
        allow_empty_file=True,  # the service says what is wrong with it
        error_messages={"required": _("Vyberte soubor.")},
    )


class AttachmentForm(forms.Form):
    """Which attachment of the data message is the document, and which one its signature."""

    position = forms.TypedChoiceField(
        label=_("Kterou přílohu převádíte?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte přílohu.")},
    )
    detached_position = forms.TypedChoiceField(
        label=_("Samostatný podpis k ní"),
        required=False,
        coerce=int,
        empty_value=None,
    )

    def __init__(self, data: object, attachments: tuple[AttachmentView, ...], **kwargs: Any) -> None:
        """Offer the attachments of a message."""
        super().__init__(data, **kwargs)  # type: ignore[arg-type]  # None or the body of the request
        self.fields["position"].choices = [(item.position, item.name) for item in attachments]  # type: ignore[attr-defined]  # a field of choices
        beside = [(item.position, item.name) for item in attachments if item.kind != "PDF"]
        if beside:
            self.fields["detached_position"].choices = [("", _("žádný")), *beside]  # type: ignore[attr-defined]  # as above
        else:
            del self.fields["detached_position"]


class StatedMessageForm(forms.Form):
    """The data message of an input as an official states it who has no ZFO."""

    message_id = forms.CharField(
        label=_("Identifikátor zprávy"),
        max_length=20,
        widget=forms.TextInput(attrs=_DIGITS),
        error_messages={"required": _("Vyplňte identifikátor zprávy.")},
    )
    sender_name = forms.CharField(
        label=_("Odesílatel"), max_length=200, error_messages={"required": _("Vyplňte odesílatele.")}
    )
    sender_box = forms.CharField(
        label=_("ID schránky odesílatele"),
        max_length=7,
        widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": _("Vyplňte ID schránky odesílatele.")},
    )
    recipient_name = forms.CharField(
        label=_("Adresát"), max_length=200, error_messages={"required": _("Vyplňte adresáta.")}
    )
    recipient_box = forms.CharField(
        label=_("ID schránky adresáta"),
        max_length=7,
        widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": _("Vyplňte ID schránky adresáta.")},
    )
    delivered_into_box_at = forms.DateTimeField(
        label=_("Dodáno do schránky adresáta"),
        help_text=_("Datum a čas dodání (ne doručení), např. 12. 3. 2026 14:05."),
        input_formats=["%d. %m. %Y %H:%M:%S", "%d. %m. %Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M"],
        widget=forms.TextInput(attrs=_PLAIN),
        error_messages={
            "required": _("Vyplňte, kdy byla zpráva dodána."),
            "invalid": _("Datum a čas dodání zapište jako 12. 3. 2026 14:05."),
        },
    )
    records_system = forms.CharField(
        label=_("Název spisové služby"),
        help_text=_("Jen pokud jste údaje převzali z ní."),
        max_length=200,
        required=False,
    )

    def stated(self) -> StatedMessage:
        """Return what was stated; the form must be valid."""
        return StatedMessage(**self.cleaned_data)


class ReasonForm(forms.Form):
    """Why the official goes on though the integrity could not be found out."""

    reason = forms.CharField(
        label=_("Důvod rozhodnutí"),
        min_length=LEAST_REASON,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Uveďte důvod.")},
    )


class PaperFactsForm(FactsForm):
    """Designation and date of the input, and how the output is printed."""

    elements_stated = None  # type: ignore[assignment]  # Django's way to leave a field of the parent out

    sides = forms.ChoiceField(
        label=_("Jak budete tisknout?"),
        widget=forms.RadioSelect,
        choices=[(BOTH, _("oboustranně")), (ONE, _("jednostranně"))],
        error_messages={"required": _("Vyberte, jak budete tisknout.")},
    )
    reduced = forms.TypedMultipleChoiceField(required=False, coerce=int)

    def __init__(self, *args: Any, paper: PaperView, **kwargs: Any) -> None:
        """Offer to reduce the pages that are larger than A4."""
        super().__init__(*args, **kwargs)
        larger = [(page.number, page.paper) for page in paper.pages if page.is_larger_than_a4]
        self.fields["reduced"].choices = larger  # type: ignore[attr-defined]  # a field of choices

    def reduced_pages(self) -> frozenset[int]:
        """Return the pages to be reduced to A4; the form must be valid."""
        return frozenset(self.cleaned_data["reduced"])

    def is_two_sided(self) -> bool:
        """Return whether both sides are printed; the form must be valid."""
        return bool(self.cleaned_data["sides"] == BOTH)


def initial_printing(paper: PaperView) -> Mapping[str, object]:
    """Return how the output is to be printed so far, as the form's values."""
    return {
        "sides": BOTH if paper.two_sided else ONE,
        "reduced": [page.number for page in paper.pages if page.is_reduced],
    }


class PrintForm(forms.Form):
    """What is handed out for printing, and what became of the print before."""

    what = forms.TypedChoiceField(choices=[(what.value, what.value) for what in Printed], coerce=Printed)
    earlier_spoiled = forms.BooleanField(required=False)


class AffirmationsForm(forms.Form):
    """The facts the official affirms."""

    affirmed = forms.MultipleChoiceField(required=False)

    def __init__(self, data: object, offered: Iterable[str]) -> None:
        """Offer the affirmations by their ids."""
        super().__init__(data)  # type: ignore[arg-type]  # None or the body of the request
        self.fields["affirmed"].choices = [(each, each) for each in offered]  # type: ignore[attr-defined]  # as above
        self.fields["affirmed"].error_messages["invalid_choice"] = translate("Načtěte stránku znovu.")
