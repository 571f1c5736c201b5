"""Every service, built once from the environment: handed to doors as `request.services`, to jobs by the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache

from django.conf import settings

from listina.accounts.sign_in import SignInService
from listina.conversions.afterwards.service import AfterwardsService
from listina.conversions.service import ConversionService
from listina.conversions.to_paper.service import ToPaperService
from listina.conversions.to_paper.workshop import PaperWorkshop
from listina.conversions.workshop import Workshop
from listina.isolation.pool import Confined
from listina.objects.store import FileObjectStore
from listina.site.environment import Environment, Mode
from listina.site.keys import KeyVault
from listina.site.parts import build_parts
from listina.trust.authority import TimestampAuthority
from listina.trust.clock import utc_now
from listina.trust.signers import Signer
from listina.trust.timestamps import TimestampClient


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What doors, jobs and the command line ask.

    Attributes:
        environment: the settings all of it was built from.
        conversions: what may be asked of conversions.
        afterwards: what may be asked of registered ones.
        sign_in: checks names and passwords.
        keys: the officials' keys within reach of the server.
        objects: files of the cases.
        timestamps: asks the timestamp authorities in order.
        timestamp_authority: the own one, served under /tsa/; None in live.
        register_seal: seals receipts; perhaps on a token, which is touched when it first seals.
        confined: processes that read strangers' files.
        to_paper: what may be asked of conversions to paper.
        product_version: such as `0.1.0`.
    """

    environment: Environment
    conversions: ConversionService
    afterwards: AfterwardsService
    sign_in: SignInService
    keys: KeyVault
    objects: FileObjectStore
    timestamps: TimestampClient
    timestamp_authority: TimestampAuthority | None
    register_seal: Signer
    confined: Confined
    to_paper: ToPaperService
    product_version: str

    @property
    def is_live(self) -> bool:
        """Whether outputs have legal effects; the pages carry a banner where they have none."""
        return self.environment.mode is Mode.LIVE


def build(environment: Environment, *, now: Callable[[], datetime] = utc_now) -> Services:
    """Build the house of one installation.

    Args:
        environment: its settings.
        now: our clock, aware UTC.

    Raises:
        TimestampAuthoritiesInvalidError: the file of timestamp authorities cannot be used.
        LiveNotReadyError: live, and something it needs is missing.
        DemoPkiInvalidError: test, and the folder of anchors, seal and timestamp authority is missing or not whole.
        WrongPinError: LISTINA_PKI_PIN does not open the seal or the timestamp authority.
    """
    parts = build_parts(environment, now=now)
    conversions = ConversionService(**{each.name: getattr(parts.workshop, each.name) for each in fields(Workshop)})
    return Services(
        environment=environment,
        conversions=conversions,
        afterwards=AfterwardsService(workshop=conversions),
        sign_in=SignInService(now=now, most_failures=environment.sign_in_failures_per_address),
        keys=KeyVault(
            folder=environment.key_folder, attempts_folder=environment.storage_folder / "key-attempts", now=now
        ),
        objects=parts.objects,
        timestamps=parts.timestamps,
        timestamp_authority=parts.timestamp_authority,
        register_seal=parts.register_seal,
        confined=parts.confined,
        to_paper=ToPaperService(
            **{each.name: getattr(parts.paper, each.name) for each in fields(PaperWorkshop) if each.name != "workshop"},
            workshop=conversions,
        ),
        product_version=parts.product_version,
    )


@cache
def services() -> Services:
    """Return the services of this process, built at the first call from Django's settings."""
    environment: Environment = settings.ENVIRONMENT
    return build(environment)
