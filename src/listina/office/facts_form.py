"""Step 4 as a form: designation, the date as far as the input states it, elements that cannot be carried over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from listina.conversions.cases import CaseView
from listina.conversions.describing import ELEMENT_LENGTH, MOST_ELEMENTS
from listina.law.admissibility import UntransferableElement
from listina.law.evidence import DESIGNATION_LENGTH, PartialDate, birth_number_warning

DATED = "dated"
UNDATED = "undated"
NONE = "none"
SOME = "some"
SPARE_ROWS = 2

_NO_NUMBER = ("invalid", "min_value", "max_value")
_DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class FactsForm(forms.Form):
    """Designation and date; the rows of elements are read beside it by `typed_rows` and `elements_of`."""

    designation = forms.CharField(
        label=_("Označení vstupu"),
        help_text=_(
            "Např. Rozhodnutí Městského úřadu Kolín, č. j. MUKOLIN/1234/2026. "
            "Neuvádějte rodná čísla ani údaje o zdraví."
        ),
        max_length=DESIGNATION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={"required": _("Uveďte, jak je dokument označen.")},
    )
    no_birth_number = forms.BooleanField(label=_("Není to rodné číslo, ponechat."), required=False)
    date_stated = forms.ChoiceField(
        label=_("Datum sepsání"),
        widget=forms.RadioSelect,
        choices=[(DATED, _("ve vstupu je uvedeno")), (UNDATED, _("ve vstupu není uvedeno"))],
        error_messages={"required": _("Uveďte datum sepsání, nebo že ve vstupu není uvedeno.")},
    )
    day = forms.IntegerField(
        label=_("Den"),
        required=False,
        min_value=1,
        max_value=31,
        widget=forms.NumberInput(attrs=_DIGITS),
        error_messages=dict.fromkeys(_NO_NUMBER, _("Den uveďte číslem od 1 do 31.")),
    )
    month = forms.IntegerField(
        label=_("Měsíc"),
        required=False,
        min_value=1,
        max_value=12,
        widget=forms.NumberInput(attrs=_DIGITS),
        error_messages=dict.fromkeys(_NO_NUMBER, _("Měsíc uveďte číslem od 1 do 12.")),
    )
    year = forms.IntegerField(
        label=_("Rok"),
        required=False,
        min_value=1000,
        max_value=9999,
        widget=forms.NumberInput(attrs=_DIGITS),
        error_messages=dict.fromkeys(_NO_NUMBER, _("Uveďte rok čtyřmi číslicemi.")),
    )
    elements_stated = forms.ChoiceField(
        label=_(
            "Je na dokumentu viditelný prvek, který nelze plně přenést (suchá pečeť, vodoznak, hologram, reliéf…)?"
        ),
        widget=forms.RadioSelect,
        choices=[(NONE, _("ne")), (SOME, _("ano – uveďte který a na které straně"))],
        error_messages={"required": _("Odpovězte ano, nebo ne.")},
    )

    asks_about_birth_number = False

    def clean(self) -> dict[str, Any]:
        """Ask about what looks like a birth number, and for the year of a stated date."""
        data = super().clean() or {}
        if birth_number_warning(data.get("designation", "")) and not data.get("no_birth_number"):
            self.asks_about_birth_number = True
            self.add_error("designation", translate("Označení obsahuje něco jako rodné číslo. Vymažte ho."))
        if data.get("date_stated") == DATED and not data.get("year") and "year" not in self.errors:
            self.add_error("year", translate("Doplňte aspoň rok."))
        return data

    def drawn_up_on(self) -> PartialDate | None:
        """Return the date, or None when the input has none; the form must be valid.

        Raises:
            InvalidDateError: no calendar has such a date.
        """
        if self.cleaned_data["date_stated"] == UNDATED:
            return None
        return PartialDate(
            year=self.cleaned_data["year"], month=self.cleaned_data["month"], day=self.cleaned_data["day"]
        )


def initial_facts(case: CaseView) -> Mapping[str, object]:
    """Return what the official stated so far, as the form's values."""
    date = case.drawn_up_on
    stated = {None: "", True: UNDATED, False: DATED}[case.drawn_up_on_absent]
    elements = {None: "", True: NONE, False: SOME}[case.no_untransferable]
    return {
        "designation": case.designation,
        "date_stated": stated,
        "day": date.day if date else None,
        "month": date.month if date else None,
        "year": date.year if date else None,
        "elements_stated": elements,
    }


def stated_rows(case: CaseView) -> list[tuple[str, str]]:
    """Return the elements stated so far as (name, pages), with empty rows to go on."""
    rows = [(element.name, ", ".join(map(str, element.pages))) for element in case.untransferable]
    return rows + [("", "")] * SPARE_ROWS


def typed_rows(post: QueryDict) -> list[tuple[str, str]]:
    """Return the rows as they were typed, with an empty one to go on."""
    pairs = zip_longest(post.getlist("element_name"), post.getlist("element_pages"), fillvalue="")
    typed = [pair for pair in pairs if any(part.strip() for part in pair)]
    return [*typed[: MOST_ELEMENTS + 1], ("", "")]


def elements_of(form: FactsForm, rows: list[tuple[str, str]]) -> tuple[UntransferableElement, ...] | None:
    """Return the elements, or None if the official says there is none; the form must be valid.

    Raises:
        ValidationError: there is one, but no row names it, or a row's pages are no numbers.
        InvalidClauseError: a name is too long, or a page is below 1.
    """
    if form.cleaned_data["elements_stated"] == NONE:
        return None
    elements = tuple(_elements(rows))
    if not elements:
        raise forms.ValidationError(translate("Uveďte, který prvek to je a na které straně."))
    return elements


def _elements(rows: list[tuple[str, str]]) -> Iterator[UntransferableElement]:
    for name, pages in rows:
        if name.strip() or pages.strip():
            yield UntransferableElement(name=name.strip()[: ELEMENT_LENGTH + 1], pages=_page_numbers(pages))


def _page_numbers(text: str) -> tuple[int, ...]:
    parts = [part for part in text.replace(",", " ").replace(";", " ").split() if part]
    if not parts or not all(part.isascii() and part.isdigit() and len(part) <= len("500") for part in parts):
        raise forms.ValidationError(translate("Strany pište čísly, např. 1, 3."))
    return tuple(int(part) for part in parts)
