"""How a refusal of a service that the official can correct appears in the form it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from django.forms import Form
from django.utils.translation import get_language

from listina.errors import ListinaError, Remedy

_NOWHERE: Mapping[str, str] = MappingProxyType({})


@contextmanager
def correcting(form: Form, places: Mapping[str, str] = _NOWHERE) -> Iterator[None]:
    """Turn an error the official can correct, or one `places` names, into a message of the form; others go on.

    The message stands at a field of the form, otherwise above it: at the field `places` gives for the error's code,
    or at the one the error itself names in its value `field`, by its name in `places` if it has one there. The view
    then renders the form again with what was typed.
    """
    try:
        yield
    except ListinaError as error:
        if error.remedy is not Remedy.CORRECT_THE_REQUEST and error.code not in places:
            raise
        named = str(error.values.get("field", ""))
        field = places.get(error.code) or places.get(named, named)
        language = "en" if get_language() == "en" else "cs"
        form.add_error(field if field in form.fields else None, error.text(language))
