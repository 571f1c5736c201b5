"""Who is signed in, for the header of the officials' pages."""

from __future__ import annotations

from dataclasses import dataclass

from django import template

from listina.accounts import queries as accounts
from listina.accounts.actors import Actor

register = template.Library()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedInOfficial:
    """The official's name as clauses print it, and the authority."""

    name: str
    authority: str


@register.simple_tag
def signed_in_official(actor: Actor) -> SignedInOfficial:
    """Return the names of the actor and of the actor's authority."""
    return SignedInOfficial(name=accounts.official(actor).full_name, authority=accounts.authority(actor).name)
