"""What the public hands over to be checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1_000_000
MOST_MEGABYTES = 20


class DocumentForm(forms.Form):
    """A PDF or a data message, and perhaps a signature beside the PDF."""

    document = forms.FileField(
        label=_("PDF nebo datová zpráva (ZFO)"),
        allow_empty_file=True,  # the check says what is wrong with it
        widget=forms.FileInput(attrs={"accept": ".pdf,.zfo,application/pdf"}),
        error_messages={"required": _("Vyberte soubor.")},
    )
    detached = forms.FileField(
        label=_("Samostatný podpis k PDF (P7S)"),
        help_text=_("Jen pokud jste ho k dokumentu dostali jako další soubor."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".p7s,.p7m,application/pkcs7-signature"}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse files that are too large."""
        for name in ("document", "detached"):
            file: UploadedFile[Any] | None = self.cleaned_data.get(name)
            if file is not None and (file.size or 0) > MOST_MEGABYTES * MEGABYTE:
                self.add_error(name, too_large_text())
        return self.cleaned_data


def too_large_text() -> str:
    """Return what is said of a file that is too large, in the language of the page."""
    return translate("Soubor má více než %d MB. Větší soubory tu neověřujeme.") % MOST_MEGABYTES
