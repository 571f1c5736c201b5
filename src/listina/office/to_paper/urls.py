"""Addresses of conversions to paper, among those of the officials' web."""

from __future__ import annotations

from django.urls import path

from listina.office.to_paper import admissibility, comparison, done, examination, facts, printing, receiving

_CASE = "konverze/<uuid:case_id>"
_INPUT = f"{_CASE}/vstup"
_VALIDATION = f"{_CASE}/overeni-vstupu"
_PAGE = f"{_CASE}/porovnani-tisku/<int:position>"
_PRINT = f"{_CASE}/tisk"

urlpatterns = [
    path(f"{_INPUT}/", receiving.show, name="paper-input"),
    path(f"{_INPUT}/nahrat/", receiving.receive, name="paper-receive"),
    path(f"{_INPUT}/podpis/", receiving.add_signature, name="paper-add-signature"),
    path(f"{_INPUT}/podpis/odebrat/", receiving.remove_signature, name="paper-remove-signature"),
    path(f"{_INPUT}/priloha/", receiving.choose_attachment, name="paper-choose-attachment"),
    path(f"{_INPUT}/datova-zprava/", receiving.state_message, name="paper-state-message"),
    path(f"{_VALIDATION}/", examination.show, name="paper-validation"),
    path(f"{_VALIDATION}/stav/", examination.progress, name="paper-progress"),
    path(f"{_VALIDATION}/znovu/", examination.examine_again, name="paper-examine-again"),
    path(f"{_VALIDATION}/odlozit/", examination.postpone, name="paper-postpone"),
    path(f"{_VALIDATION}/bez-kontroly/", examination.consent_unchecked, name="paper-consent-unchecked"),
    path(f"{_VALIDATION}/integrita/", examination.decide_integrity, name="paper-decide-integrity"),
    path(f"{_CASE}/lze-prevest/", admissibility.show, name="paper-admissibility"),
    path(f"{_CASE}/udaje-o-vstupu/", facts.show, name="paper-facts"),
    path(f"{_CASE}/porovnani-tisku/", comparison.show, name="paper-comparison"),
    path(f"{_CASE}/porovnani-tisku/nahled.pdf", comparison.preview, name="paper-preview"),
    path(f"{_PAGE}/", comparison.compare, name="paper-compare"),
    path(f"{_PAGE}/zobrazeno.jpg", comparison.picture, {"printed": False}, name="paper-displayed"),
    path(f"{_PAGE}/vytisteno.jpg", comparison.picture, {"printed": True}, name="paper-printed"),
    path(f"{_PRINT}/", printing.show, name="paper-print"),
    path(f"{_PRINT}/pripravit/", printing.prepare, name="paper-prepare"),
    path(f"{_PRINT}/vytisknout/", printing.hand_out, name="paper-hand-out"),
    path(f"{_PRINT}/potvrdit/", printing.affirm, name="paper-affirm"),
    path(f"{_CASE}/hotovo/", done.show, name="paper-done"),
    path(f"{_CASE}/dalsi-priloha/<int:position>/", done.next_attachment, name="paper-next-attachment"),
    path(f"{_CASE}/dalsi-stejnopis/", done.another_original, name="paper-another-original"),
]
