"""The filter that says what the domain wrote in two languages in the language of the page."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def said(value: object, part: str = "") -> str:
    """Return the words of something that carries `cs` and `en`, or `<part>_cs` and `<part>_en`.

    Nothing gives an empty text.
    """
    if value is None:
        return ""
    return str(getattr(value, f"{part}_{spoken()}" if part else spoken()))


def spoken() -> str:
    """Return the language of the page, `cs` or `en`."""
    return "en" if get_language() == "en" else "cs"
