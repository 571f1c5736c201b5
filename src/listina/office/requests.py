"""What a request brings to the views of this door: the official who is signed in, and the services of the house."""

from __future__ import annotations

from typing import Protocol

from django.http import HttpRequest

from listina.accounts.actors import Actor, SigningCertificate
from listina.accounts.sign_in import SignInService
from listina.conversions.afterwards.service import AfterwardsService
from listina.conversions.service import ConversionService
from listina.conversions.to_paper.service import ToPaperService
from listina.trust.signers import Signer


class Keys(Protocol):
    """Opens the key that belongs to a registered certificate."""

    def open(self, certificate: SigningCertificate, pin: str) -> Signer:
        """Return the signer; a wrong PIN raises `WrongPinError`."""


class OfficeServices(Protocol):
    """The services these pages ask; the composition of the site builds them."""

    @property
    def conversions(self) -> ConversionService:
        """What may be asked of conversions."""

    @property
    def to_paper(self) -> ToPaperService:
        """What may be asked of conversions to paper."""

    @property
    def afterwards(self) -> AfterwardsService:
        """What may be asked of registered conversions."""

    @property
    def sign_in(self) -> SignInService:
        """Checks names and passwords."""

    @property
    def keys(self) -> Keys:
        """The officials' keys within reach of the server."""


class OfficeRequest(HttpRequest):
    """A request as the middleware of the site hands it over; `actor` is there because the view requires it."""

    actor: Actor
    services: OfficeServices
