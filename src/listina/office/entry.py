"""Sign-in by name and password, and sign-out."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from listina.accounts import sessions
from listina.accounts.access import address_after_sign_in, public
from listina.office.corrections import correcting
from listina.office.forms import SignInForm
from listina.office.requests import OfficeRequest

_ABOVE_THE_FORM = {"account.locked": "", "account.expired": ""}


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: OfficeRequest) -> HttpResponse:
    """Ask for name and password; lead back to where the sign-in was asked for."""
    form = SignInForm(request.POST or None)
    if form.is_valid():
        with correcting(form, _ABOVE_THE_FORM):
            actor = request.services.sign_in.authenticate(
                form.cleaned_data["username"],
                form.cleaned_data["password"],
                request.META.get("REMOTE_ADDR", ""),
            )
            sessions.begin(request, actor)
            return redirect(address_after_sign_in(request))
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next") or ""}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "office/sign-in.html", context, status=status)


@public
@require_POST
def sign_out(request: OfficeRequest) -> HttpResponse:
    """Forget the session and lead to the public first page."""
    sessions.end(request)
    return redirect("portal:home")
