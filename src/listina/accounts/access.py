"""Who may come in by which view: every view stands under exactly one of these, and an architecture test looks.

The permission stands above the view. What it refuses ends in the site's one table: an anonymous reader is led to the
sign-in page and back, a program gets 401, a signed-in user without the permission 403.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from listina.accounts.actors import Actor
from listina.accounts.errors import NotSignedInError, PermissionMissingError
from listina.accounts.permissions import Permission

_Rest = ParamSpec("_Rest")
_Request = TypeVar("_Request", bound=HttpRequest)
_Response = TypeVar("_Response", bound=HttpResponseBase)
_View = Callable[Concatenate[_Request, _Rest], _Response]

ACCESS_ATTRIBUTE = "listina_access"
PUBLIC = "public"
SIGNED_IN = "signed-in"


def public(view: _View[_Request, _Rest, _Response]) -> _View[_Request, _Rest, _Response]:
    """Let everybody in."""
    return _labelled(view, PUBLIC)


def signed_in(view: _View[_Request, _Rest, _Response]) -> _View[_Request, _Rest, _Response]:
    """Let every signed-in user in."""

    @wraps(view)
    def guarded(request: _Request, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> _Response:
        actor_of(request)
        return view(request, *args, **kwargs)

    return _labelled(guarded, SIGNED_IN)


def requires(
    permission: Permission,
) -> Callable[[_View[_Request, _Rest, _Response]], _View[_Request, _Rest, _Response]]:
    """Let in who holds the permission now."""

    def guard(view: _View[_Request, _Rest, _Response]) -> _View[_Request, _Rest, _Response]:
        @wraps(view)
        def guarded(request: _Request, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> _Response:
            if permission not in actor_of(request).permissions:
                raise PermissionMissingError
            return view(request, *args, **kwargs)

        return _labelled(guarded, permission.value)

    return guard


def actor_of(request: HttpRequest) -> Actor:
    """Return who is signed in.

    Raises:
        NotSignedInError: nobody is.
    """
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        raise NotSignedInError
    return actor


def address_after_sign_in(request: HttpRequest) -> str:
    """Return the address named by `next`, if it is one of ours; otherwise the officials' first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure()):
        return wanted
    return str(settings.LOGIN_REDIRECT_URL)


def _labelled(
    view: Callable[Concatenate[_Request, _Rest], _Response], access: str
) -> Callable[Concatenate[_Request, _Rest], _Response]:
    setattr(view, ACCESS_ATTRIBUTE, access)
    return view
