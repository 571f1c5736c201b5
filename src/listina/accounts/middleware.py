"""Puts who is signed in onto the request."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import auth
from django.http import HttpRequest, HttpResponse

from listina.accounts import queries, sessions
from listina.accounts.actors import Actor
from listina.accounts.errors import NotSignedInError


class ActorMiddleware:
    """Sets `request.actor`: the signed-in user with the permissions of this moment, or None."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look the actor up; a request without a session costs no query."""
        request.actor = _actor(request)  # type: ignore[attr-defined]  # the doors declare it in their request types
        return self._respond(request)


def _actor(request: HttpRequest) -> Actor | None:
    user = auth.get_user(request)  # ends the session if the password has changed since
    if user.pk is None:
        return None
    if sessions.has_outlived_itself(request):
        auth.logout(request)
        return None
    try:
        return queries.actor_for(user.pk)
    except NotSignedInError:
        return None
