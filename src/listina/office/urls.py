"""Addresses of the officials' web. They hold the id of a case, never what the document is."""

from __future__ import annotations

from django.urls import path

from listina.office import (
    afterwards,
    comparison,
    entry,
    error_marks,
    facts,
    handover,
    listing,
    opening,
    pages,
    preview,
    signature,
    stacks,
    voiding,
)
from listina.office.to_paper import urls as to_paper

app_name = "office"

_CASE = "konverze/<uuid:case_id>"
_PAGE = f"{_CASE}/strany/<uuid:page_id>"

urlpatterns = [
    path("prihlaseni/", entry.sign_in, name="sign-in"),
    path("odhlaseni/", entry.sign_out, name="sign-out"),
    path("konverze/", listing.cases, name="cases"),
    path("konverze/nova/", opening.new, name="new"),
    path(f"{_CASE}/", listing.resume, name="case"),
    path(f"{_CASE}/co-prevadite/", opening.what, name="what"),
    path(f"{_CASE}/zadani/", opening.restate, name="restate"),
    path(f"{_CASE}/neprovest/", opening.refuse, name="refuse"),
    path(f"{_CASE}/zaznam/", opening.refused, name="refused"),
    path(f"{_CASE}/strany/", pages.pages, name="pages"),
    path(f"{_CASE}/strany/pridat/", pages.attach, name="attach"),
    path(f"{_CASE}/strany/pocet/", pages.state_count, name="page-count"),
    path(f"{_CASE}/strany/rozdelit/", stacks.split, name="split"),
    path(f"{_CASE}/strany/prolozit/", stacks.interleave, name="interleave"),
    path(f"{_CASE}/strany/poradi-nahrani/", stacks.order_as_attached, name="order-as-attached"),
    path(f"{_CASE}/strany/cernobile/", stacks.allow_all_one_bit, name="all-one-bit"),
    path("konverze/oddelovaci-list.pdf", stacks.separator, name="separator"),
    path(f"{_PAGE}/obraz/<str:size>/", pages.image, name="page-image"),
    path(f"{_PAGE}/presunout/", pages.move, name="page-move"),
    path(f"{_PAGE}/otocit/", pages.rotate, name="page-rotate"),
    path(f"{_PAGE}/vyradit/", pages.remove, name="page-remove"),
    path(f"{_PAGE}/vratit/", pages.restore, name="page-restore"),
    path(f"{_PAGE}/rozliseni/", pages.declare_dpi, name="page-dpi"),
    path(f"{_PAGE}/cernobila/", pages.allow_one_bit, name="page-one-bit"),
    path(f"{_PAGE}/prazdna/", pages.decide_blank, name="page-blank"),
    path(f"{_CASE}/porovnani/", comparison.comparison, name="comparison"),
    path(f"{_CASE}/porovnani/shoda/", comparison.declare, name="declare"),
    path(f"{_PAGE}/porovnat/", comparison.compare, name="page-compare"),
    path(f"{_CASE}/udaje/", facts.facts, name="facts"),
    path(f"{_CASE}/nahled/", preview.preview, name="preview"),
    path(f"{_CASE}/nahled/<str:digest>/vystup.pdf", preview.document, name="preview-document"),
    path(f"{_CASE}/nahled/<str:digest>/<int:position>.png", preview.picture, name="preview-picture"),
    path(f"{_CASE}/podpis/", signature.signature, name="signature"),
    path(f"{_CASE}/predani/", handover.handover, name="handover"),
    path(f"{_CASE}/stav/", handover.progress, name="progress"),
    path(f"{_CASE}/zkusit/", handover.try_now, name="try-now"),
    path(f"{_CASE}/predano/", handover.handed_over, name="handed-over"),
    path("konverze/k-rozhodnuti/", error_marks.waiting, name="error-marks"),
    path(f"{_CASE}/evidence/", afterwards.correct_evidence, name="correct-evidence"),
    path(f"{_CASE}/nahradit/", afterwards.replace, name="replace"),
    path(f"{_CASE}/chybny-vystup/", error_marks.ask, name="ask-error-mark"),
    path(f"{_CASE}/chybny-vystup/<uuid:request_id>/", error_marks.decide, name="decide-error-mark"),
    path(f"{_CASE}/vystup.pdf", handover.output, name="output"),
    path(f"{_CASE}/protokol.pdf", handover.protocol, name="protocol"),
    path(f"{_CASE}/udalosti.xml", handover.events_as_xml, name="events-xml"),
    path(f"{_CASE}/udalosti.json", handover.events, name="events"),
    path(f"{_CASE}/potvrzeni.json", handover.receipt, name="receipt"),
    path(f"{_CASE}/potvrzeni.p7s", handover.receipt_seal, name="receipt-seal"),
    path(f"{_CASE}/zrusit/", voiding.void, name="void"),
    path(f"{_CASE}/zruseno/", voiding.voided, name="voided"),
    *to_paper.urlpatterns,
]
