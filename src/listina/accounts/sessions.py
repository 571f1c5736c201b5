"""From a checked password to a session and back."""

from __future__ import annotations

from datetime import timedelta
from time import time

from django.contrib import auth
from django.http import HttpRequest

from listina.accounts.actors import Actor
from listina.accounts.models import User
from listina.database.scope import system_scope

LONGEST_SESSION = timedelta(hours=12)
"""A session ends after this time however busy it is: a stolen one does not live on requests of its thief."""

_BACKEND = "listina.accounts.backend.SessionBackend"
_BEGAN = "listina.began"


def begin(request: HttpRequest, actor: Actor) -> None:
    """Sign the actor in: the session gets a new key and ends when the password changes."""
    with system_scope("begin a session"):
        auth.login(request, User.objects.get(id=actor.user_id), backend=_BACKEND)
    request.session[_BEGAN] = time()
    request.actor = actor  # type: ignore[attr-defined]  # the doors declare it in their request types


def end(request: HttpRequest) -> None:
    """Sign out: the session and everything in it is forgotten."""
    auth.logout(request)
    request.actor = None  # type: ignore[attr-defined]  # the doors declare it in their request types


def has_outlived_itself(request: HttpRequest) -> bool:
    """Tell whether the session began longer ago than a session may last."""
    return time() - float(request.session.get(_BEGAN, 0)) > LONGEST_SESSION.total_seconds()
