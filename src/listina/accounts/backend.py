"""How Django finds the user of a session. Passwords are checked by `services.SignInService` alone."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from listina.accounts.models import User
from listina.database.scope import system_scope


class SessionBackend(BaseBackend):
    """Loads the user a session names; it authenticates nobody by itself."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the active user with this id."""
        with system_scope("find the user of a session"):
            return User.objects.filter(id=user_id, is_active=True).first()
