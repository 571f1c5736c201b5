"""How a refusal of a service that the official can correct appears in the form it came from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.forms import Form

from listina.errors import ListinaError, Remedy


@contextmanager
def correcting(form: Form) -> Iterator[None]:
    """Turn an error the official can correct into a message of the form; every other error goes on.

    The message stands at the field the error names in its value `field`, if the form has such a field, otherwise above
    the form. The view then renders the form again with what was typed.
    """
    try:
        yield
    except ListinaError as error:
        if error.remedy is not Remedy.CORRECT_THE_REQUEST:
            raise
        field = str(error.values.get("field", ""))
        form.add_error(field if field in form.fields else None, error.text())
