"""Constraints of the tables as errors of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError

from listina.errors import ListinaError


@contextmanager
def translated(errors: dict[str, ListinaError]) -> Iterator[None]:
    """Translate a violated constraint, known by the beginning of its name, into our error."""
    try:
        yield
    except IntegrityError as error:
        name = str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "")
        for beginning, translation in errors.items():
            if name.startswith(beginning):
                raise translation from error
        raise
