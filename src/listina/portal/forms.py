"""What the public types to look a clause up."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from listina.law.errors import InvalidCheckCodeError, InvalidNumberError
from listina.law.numbers import MAX_LENGTH, normalise_check_code, valid_number
from listina.portal.templatetags.languages import spoken

TYPED_LENGTH = 2 * MAX_LENGTH
"""Room for the spaces people type or paste around a number or inside a code."""


class LookupForm(forms.Form):
    """Number and check code as they stand on the clause; misread letters of the code are forgiven."""

    number = forms.CharField(
        label=_("Pořadové číslo"),
        max_length=TYPED_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
        error_messages={"required": _("Opište pořadové číslo z doložky.")},
    )
    check_code = forms.CharField(
        label=_("Kontrolní kód"),
        help_text=_("10 znaků; velká a malá písmena nerozlišujeme."),
        max_length=TYPED_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
        error_messages={"required": _("Opište kontrolní kód z doložky.")},
    )

    def clean_number(self) -> str:
        """Return the number without the spaces around it."""
        try:
            return valid_number(self.cleaned_data["number"])
        except InvalidNumberError as error:
            raise forms.ValidationError(error.text(spoken())) from error

    def clean_check_code(self) -> str:
        """Return the code in the form it is stored in."""
        try:
            return normalise_check_code(self.cleaned_data["check_code"])
        except InvalidCheckCodeError as error:
            raise forms.ValidationError(error.text(spoken())) from error
