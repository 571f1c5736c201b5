"""From a checked password to a session and back."""

from __future__ import annotations

from django.contrib import auth
from django.http import HttpRequest

from listina.accounts.actors import Actor
from listina.accounts.models import User
from listina.database.scope import system_scope

_BACKEND = "listina.accounts.backend.SessionBackend"


def begin(request: HttpRequest, actor: Actor) -> None:
    """Sign the actor in: the session gets a new key and ends when the password changes."""
    with system_scope("begin a session"):
        auth.login(request, User.objects.get(id=actor.user_id), backend=_BACKEND)
    request.actor = actor  # type: ignore[attr-defined]  # the doors declare it in their request types


def end(request: HttpRequest) -> None:
    """Sign out: the session and everything in it is forgotten."""
    auth.logout(request)
    request.actor = None  # type: ignore[attr-defined]  # the doors declare it in their request types
