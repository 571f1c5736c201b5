"""What officials type: read, bounded and turned into values; rules stay with the services."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from listina.accounts.actors import SigningCertificate
from listina.conversions.cases import CaseState, CaseView
from listina.conversions.opening import AGENDA_CODE_LENGTH, PURPOSE_LENGTH, REFERENCE_LENGTH
from listina.conversions.pages import MOST_PAGES
from listina.conversions.voiding import REASON_LENGTH, SHORTEST_REASON
from listina.law.admissibility import Question
from listina.law.directions import Direction
from listina.law.evidence import birth_number_warning

POSTPONED = "postponed"
LEAST_DPI = 100
MOST_DPI = 1200
QUARTER_TURNS = (-90, 90, 180, 270)


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=_("Uživatelské jméno"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "off", "spellcheck": "false"}),
        error_messages={"required": _("Vyplňte uživatelské jméno.")},
    )
    password = forms.CharField(
        label=_("Heslo"),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Vyplňte heslo.")},
    )


class SearchForm(forms.Form):
    """What the list of conversions is narrowed to."""

    search = forms.CharField(
        label=_("Hledat"),
        help_text=_("Označení, č. j., sp. zn., agenda nebo pořadové číslo"),
        max_length=200,
        required=False,
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=_("Stav"),
        required=False,
        choices=[
            ("", _("Všechny stavy")),
            (CaseState.OPEN.value, _("Rozpracované")),
            (POSTPONED, _("Odložené")),
            (CaseState.AWAITING_SIGNATURE.value, _("Připravené k podpisu")),
            (CaseState.AWAITING_TIMESTAMP.value, _("Čekající na časové razítko")),
            (CaseState.SIGNED.value, _("Čekající na zápis do evidence")),
            (CaseState.AWAITING_PRINT.value, _("Čekající na potvrzení výtisku")),
            (CaseState.REGISTERED.value, _("Provedené")),
            (CaseState.REFUSED.value, _("Neprovedené")),
            (CaseState.VOIDED.value, _("Zrušené před dokončením")),
        ],
    )
    page = forms.IntegerField(required=False, min_value=1)


class PurposeForm(forms.Form):
    """What the conversion is for."""

    agenda_code = forms.CharField(
        label=_("K čemu dokument převádíte? (agenda)"),
        help_text=_("Kód agendy, např. A1021"),
        max_length=AGENDA_CODE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "on", "spellcheck": "false"}),
        error_messages={"required": _("Uveďte kód agendy.")},
    )
    purpose = forms.CharField(
        label=_("Účel"),
        help_text=_("Stručně, např. vedení elektronického spisu."),
        max_length=PURPOSE_LENGTH,
        error_messages={"required": _("Uveďte účel konverze.")},
    )
    reference_number = forms.CharField(label=_("Číslo jednací (č. j.)"), max_length=REFERENCE_LENGTH, required=False)
    file_mark = forms.CharField(label=_("Spisová značka (sp. zn.)"), max_length=REFERENCE_LENGTH, required=False)
    no_birth_number = forms.BooleanField(label=_("Není to rodné číslo, ponechat."), required=False)

    asks_about_birth_number = False

    def clean(self) -> dict[str, Any]:
        """Ask about what looks like a birth number."""
        data = super().clean() or {}
        for field in ("purpose", "reference_number", "file_mark"):
            if birth_number_warning(data.get(field, "")) and not data.get("no_birth_number"):
                self.asks_about_birth_number = True
                self.add_error(field, translate("Údaj obsahuje něco jako rodné číslo. Vymažte ho."))
        return data

    def stated(self) -> dict[str, str]:
        """Return what the conversion is for, by the service's names; the form must be valid."""
        return {name: self.cleaned_data[name] for name in ("agenda_code", "purpose", "reference_number", "file_mark")}


class OpeningForm(PurposeForm):
    """Which way the conversion goes, and what it is for."""

    direction = forms.TypedChoiceField(
        label=_("Kterým směrem převádíte?"),
        coerce=Direction,
        widget=forms.RadioSelect,
        choices=[
            (Direction.TO_ELECTRONIC.value, _("Z papíru do elektronické podoby")),
            (Direction.TO_PAPER.value, _("Z elektronické podoby na papír")),
        ],
        error_messages={"required": _("Vyberte, kterým směrem převádíte.")},
    )


class AnswersForm(forms.Form):
    """One choice for each question the law asks; the field is called like the question."""

    def __init__(self, *args: Any, questions: tuple[Question, ...], **kwargs: Any) -> None:
        """Make the fields; none is compulsory, so that work can be put aside at any time."""
        super().__init__(*args, **kwargs)
        english = get_language() == "en"
        for question in questions:
            self.fields[question.id] = forms.ChoiceField(
                label=question.text_en if english else question.text_cs,
                # The Czech question is the one the law words and the case keeps: an official reads both.
                help_text=question.text_cs if english else "",
                required=False,
                widget=forms.RadioSelect,
                choices=[
                    (choice.value, choice.label_en if english else choice.label_cs) for choice in question.answers
                ],
            )

    @classmethod
    def left_out(cls, case: CaseView) -> AnswersForm | None:
        """Return the form with the questions marked that are still unanswered; None if none is."""
        lacking = {item.code for item in case.missing}
        unanswered = [question.id for question in case.questions if f"answers.{question.id}" in lacking]
        if not unanswered:
            return None
        form = cls(dict(case.answers), questions=case.questions)
        for question_id in unanswered:
            form.add_error(question_id, translate("Odpovězte na tuto otázku."))
        return form

    def answers(self) -> dict[str, str]:
        """Return what was answered, by question; the form must be valid."""
        return {question_id: value for question_id, value in self.cleaned_data.items() if value}

    def unanswered(self) -> list[str]:
        """Return the marked questions, as they are worded."""
        return [str(self.fields[name].label) for name in self.errors if name in self.fields]


class ManyFilesInput(forms.ClearableFileInput):
    """A field for several files at once."""

    allow_multiple_selected = True


class AttachForm(forms.Form):
    """Scans sent together, or one scan with the id its sender chose for it. The files are in `request.FILES`."""

    client_page_id = forms.UUIDField(required=False)
    declared_dpi = forms.IntegerField(
        label=_("Rozlišení skenů (dpi)"),
        help_text=_("Jen když ho soubory samy neuvádějí."),
        required=False,
        min_value=LEAST_DPI,
        max_value=MOST_DPI,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def client_id(self) -> UUID | None:
        """Return the sender's id of the page; the form must be valid."""
        found: UUID | None = self.cleaned_data["client_page_id"]
        return found


class PageCountForm(forms.Form):
    """How many pages the paper has, counted on the paper."""

    count = forms.IntegerField(
        label=_("Kolik stran má dokument? Spočítejte je na papíře."),
        help_text=_("Počítá se každá potištěná nebo popsaná strana, i rub."),
        min_value=1,
        max_value=MOST_PAGES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Spočítejte strany papírového dokumentu a počet napište sem.")},
    )


class PositionForm(forms.Form):
    """Where a page is moved."""

    position = forms.IntegerField(min_value=1, max_value=MOST_PAGES)


class TurnForm(forms.Form):
    """How a page is turned, clockwise degrees."""

    degrees = forms.TypedChoiceField(choices=[(turn, turn) for turn in QUARTER_TURNS], coerce=int)


class DpiForm(forms.Form):
    """The resolution a page was scanned at."""

    dpi = forms.IntegerField(min_value=LEAST_DPI, max_value=MOST_DPI)


class YesNoForm(forms.Form):
    """A decision by one of two buttons."""

    decision = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes")


class SigningForm(forms.Form):
    """Which certificate signs, and the PIN that opens its key."""

    certificate = forms.TypedChoiceField(
        label=_("Podpisový certifikát"),
        coerce=int,
        error_messages={"required": _("Vyberte certifikát, kterým podepíšete.")},
    )
    pin = forms.CharField(
        label=_("PIN k podpisovému klíči"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Zadejte PIN.")},
    )

    def __init__(self, *args: Any, certificates: tuple[SigningCertificate, ...], **kwargs: Any) -> None:
        """Offer the official's registered certificates."""
        super().__init__(*args, **kwargs)
        self.certificates = certificates
        choice = self.fields["certificate"]
        assert isinstance(choice, forms.TypedChoiceField)  # noqa: S101  # tells the type checker what stands above
        choice.choices = [(certificate.id, certificate.subject) for certificate in certificates]

    def chosen(self) -> SigningCertificate:
        """Return the chosen certificate; the form must be valid."""
        return next(one for one in self.certificates if one.id == self.cleaned_data["certificate"])


class VoidForm(forms.Form):
    """Why an unfinished conversion is given up."""

    reason = forms.CharField(
        label=_("Důvod"),
        help_text=_("Neuvádějte osobní údaje."),
        min_length=SHORTEST_REASON,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Uveďte důvod.")},
    )

    def __init__(self, *args: Any, direction: Direction, **kwargs: Any) -> None:
        """Give an example of a reason where the input is on paper."""
        super().__init__(*args, **kwargs)
        if direction is Direction.TO_ELECTRONIC:
            self.fields["reason"].help_text = translate("Např. předloha se vrátila žadateli. Neuvádějte osobní údaje.")
