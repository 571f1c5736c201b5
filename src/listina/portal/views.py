"""Pages for everybody: what the product is, and the verification of a clause."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from listina.accounts.access import public
from listina.portal.forms import LookupForm
from listina.portal.limits import limited
from listina.portal.sheets import ASIDES, clause_sheet, standing_line, told_entries
from listina.portal.templatetags.languages import spoken
from listina.register import queries as register
from listina.register.errors import ClauseNotFoundError


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the product is, with the form for a clause."""
    return render(request, "portal/home.html", {"form": LookupForm(auto_id="uvod-%s")})


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Show the form for a clause; lead to the address of the clause that was typed."""
    form = LookupForm(request.POST or None)
    if form.is_valid():
        return redirect("portal:clause", form.cleaned_data["number"], form.cleaned_data["check_code"])
    return _form_page(request, form, HTTPStatus.OK)


@public
@never_cache
@limited
@require_safe
def clause(request: HttpRequest, number: str, check_code: str) -> HttpResponse:
    """Show a confirmed clause as an official sheet, where it stands now, and the comparison of a file with it."""
    form = LookupForm({"number": number, "check_code": check_code})
    if not form.is_valid():
        return _form_page(request, form, HTTPStatus.NOT_FOUND)
    try:
        found = register.public_clause(form.cleaned_data["number"], form.cleaned_data["check_code"])
    except ClauseNotFoundError as error:
        form.add_error(None, error.text(spoken()))
        return _form_page(request, form, HTTPStatus.NOT_FOUND)
    context = {
        "current": "lookup",
        "clause": found,
        "sheet": clause_sheet(found, request.build_absolute_uri()),
        "standing": standing_line(found.state, found.direction),
        "aside": ASIDES[found.direction],
        "entries": told_entries(found),
    }
    return render(request, "portal/clause.html", context)


def _form_page(request: HttpRequest, form: LookupForm, status: HTTPStatus) -> HttpResponse:
    return render(request, "portal/lookup.html", {"form": form, "current": "lookup"}, status=status)
