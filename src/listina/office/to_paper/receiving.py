"""Step 1: the input is received (vstup): a PDF or a data message, perhaps a signature beside the document."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.conversions.to_paper.receiving import MOST_BYTES, IncomingInput
from listina.law.dates import HARD_SPACE, czech_moment
from listina.office.corrections import correcting
from listina.office.requests import OfficeRequest
from listina.office.steps import PaperStep, render_step, step_address
from listina.office.to_paper.forms import AttachmentForm, FileForm, StatedMessageForm
from listina.office.to_paper.opened import Opened, opened

_ABOUT_THE_FILE = dict.fromkeys(
    (
        "paper.file_not_accepted",
        "paper.malware_found",
        "paper.not_checked_for_malware",
        "message.version",
        "message.damaged",
        "message.not_read",
    ),
    "",
)


@requires(Permission.CONVERT)
@never_cache
@require_safe
def show(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Show what was received, and the forms for more."""
    seen = opened(request, case_id)
    if not seen.is_open:
        return redirect("office:case", case_id)
    return _page(request, seen, {})


@requires(Permission.CONVERT)
@require_POST
def receive(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Receive a document or a data message; it takes the place of everything received before."""
    return _receive(request, case_id, "form", beside=False)


@requires(Permission.CONVERT)
@require_POST
def add_signature(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Receive a signature beside the document."""
    return _receive(request, case_id, "signature_form", beside=True)


@requires(Permission.CONVERT)
@require_POST
def remove_signature(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Set the signature beside the document aside."""
    request.services.to_paper.remove_signature(request.actor, case_id)
    return redirect(step_address(PaperStep.INPUT, case_id))


@requires(Permission.CONVERT)
@require_POST
def choose_attachment(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Take an attachment of the data message as the document, perhaps another one as its signature."""
    seen = opened(request, case_id)
    form = AttachmentForm(request.POST, seen.paper.attachments)
    if form.is_valid():
        chosen = form.cleaned_data
        with correcting(form, _ABOUT_THE_FILE):
            request.services.to_paper.choose_attachment(
                request.actor, case_id, chosen["position"], detached_position=chosen.get("detached_position")
            )
            return redirect(step_address(PaperStep.VALIDATION, case_id))
    return _page(request, seen, {"attachment_form": form})


@requires(Permission.CONVERT)
@require_POST
def state_message(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Store what the official states of a data message nobody has, or that the input came in none."""
    to_paper = request.services.to_paper
    if "none" in request.POST:
        to_paper.state_message(request.actor, case_id, None)
        return redirect(step_address(PaperStep.INPUT, case_id))
    form = StatedMessageForm(request.POST)
    if form.is_valid():
        with correcting(form):
            to_paper.state_message(request.actor, case_id, form.stated())
            return redirect(step_address(PaperStep.INPUT, case_id))
    return _page(request, opened(request, case_id), {"message_form": form})


def _receive(request: OfficeRequest, case_id: UUID, name: str, *, beside: bool) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        with correcting(form, _ABOUT_THE_FILE), _on_disk(form.cleaned_data["file"], beside=beside) as incoming:
            request.services.to_paper.receive(request.actor, case_id, incoming)
            return redirect(step_address(PaperStep.INPUT, case_id))
    return _page(request, opened(request, case_id), {name: form})


@contextmanager
def _on_disk(file: UploadedFile[Any], *, beside: bool) -> Iterator[IncomingInput]:
    """Lend an uploaded file as one that other processes can open."""
    with tempfile.TemporaryDirectory(prefix="listina-received-") as folder:
        path = Path(folder) / "received"
        # One byte more than an input may have is enough to be refused.
        path.write_bytes(file.read(MOST_BYTES + 1))
        yield IncomingInput(path=path, filename=file.name or "", source="upload", beside=beside)


def _page(request: OfficeRequest, seen: Opened, bound: dict[str, Form]) -> HttpResponse:
    paper = seen.paper
    forms: dict[str, Form] = {"form": FileForm(), "signature_form": FileForm(), **bound}
    forms.setdefault("attachment_form", AttachmentForm(None, paper.attachments, initial=_chosen(seen)))
    forms.setdefault("message_form", StatedMessageForm(initial=_stated(seen)))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if bound else HTTPStatus.OK
    return render_step(request, seen.case, PaperStep.INPUT, {"paper": paper, **forms}, status=status)


def _chosen(seen: Opened) -> dict[str, object]:
    document, detached = seen.paper.document, seen.paper.detached
    return {
        "position": document.position if document else None,
        "detached_position": detached.position if detached else None,
    }


def _stated(seen: Opened) -> dict[str, object]:
    stated = dict(seen.paper.stated_message or {})
    if stated:
        moment = datetime.fromisoformat(stated["delivered_into_box_at"])
        stated["delivered_into_box_at"] = czech_moment(moment).replace(HARD_SPACE, " ")
    return stated
