"""What an installation believes and what keys of its own it works with: demo certificates in test, lists in live.

A live installation has no demo certificates at all: trusted lists decide whom it believes, timestamps come from
authorities of its operator's contracts, and the register's seal is of an authority that is no demo's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from listina.site.environment import Environment, Mode
from listina.site.errors import LiveNotReadyError
from listina.site.trusted_lists import CurrentTrust, list_store
from listina.texts import Text
from listina.trust import certificates
from listina.trust.authority import TimestampAuthority
from listina.trust.demo_pki import DemoPki
from listina.trust.egress import Egress
from listina.trust.pkcs11 import Pkcs11Key, TokenAddress
from listina.trust.policy import LIVE, NoRevocationSource, RevocationSource, TrustPolicy
from listina.trust.revocation import FetchedRevocation
from listina.trust.signers import Signer, SoftwareKey

_NO_LISTS = Text(
    "nejsou zavedeny důvěryhodné seznamy; zavede je „listina trusted-lists refresh“, bez připojení k internetu "
    "„listina trusted-lists import“",
    "there are no trusted lists; “listina trusted-lists refresh” brings them, without a connection "
    "“listina trusted-lists import”",
)
_NO_TIMESTAMPS = Text(
    "není nastavena žádná kvalifikovaná autorita časových razítek (LISTINA_TIMESTAMP_URLS nebo "
    "LISTINA_TIMESTAMP_AUTHORITIES_FILE)",
    "no qualified timestamp authority is set (LISTINA_TIMESTAMP_URLS or LISTINA_TIMESTAMP_AUTHORITIES_FILE)",
)
_DEMO_SEAL = Text("pečeť rejstříku je ukázková", "the register's seal is a demo's")


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    """What the rest is built on.

    Attributes:
        policy: who may sign.
        trust: whom inputs are validated by.
        register_seal: seals receipts; perhaps on a token, which is touched when it first seals.
        timestamp_authority: the own one; None in live, where it would be worth nothing.
    """

    policy: TrustPolicy
    trust: CurrentTrust
    register_seal: Signer
    timestamp_authority: TimestampAuthority | None


def foundation(environment: Environment, now: Callable[[], datetime]) -> Foundation:
    """Lay the foundation.

    Raises:
        LiveNotReadyError: live, and something it needs is missing.
        DemoPkiInvalidError: test, and the folder of anchors, seal and timestamp authority is missing or not whole.
        WrongPinError: LISTINA_PKI_PIN does not open the seal or the timestamp authority.
        KeyUnavailableError: the register's seal cannot be read.
    """
    return _live(environment, now) if environment.mode is Mode.LIVE else _test(environment, now)


def _test(environment: Environment, now: Callable[[], datetime]) -> Foundation:
    pki = DemoPki.load(environment.pki_folder)
    return Foundation(
        policy=replace(pki.policy(now=now), revocation=_revocation(environment, now)),
        trust=CurrentTrust(pki=pki, lists=list_store(environment), now=now),
        register_seal=_register_seal(environment, pki.register_seal_path, (pki.ca,)),
        timestamp_authority=pki.timestamp_authority(environment.pki_pin, now=now),
    )


def _live(environment: Environment, now: Callable[[], datetime]) -> Foundation:
    """Lay the foundation of a live installation: lists that have expired stop signing, not the start."""
    lists = list_store(environment)
    if lists.list_of_lists() is None:
        raise LiveNotReadyError(reason=_NO_LISTS)
    if not environment.timestamp_urls and environment.timestamp_authorities_file is None:
        raise LiveNotReadyError(reason=_NO_TIMESTAMPS)
    register_seal = _register_seal(environment, environment.pki_folder / "register-seal.p12", ())
    if environment.seal_pkcs11_module is None and certificates.facts(register_seal.certificate).is_demo:
        raise LiveNotReadyError(reason=_DEMO_SEAL)
    trust = CurrentTrust(pki=None, lists=lists, now=now)
    return Foundation(
        policy=TrustPolicy(standing=LIVE, anchors=(), lists=trust, revocation=_revocation(environment, now), now=now),
        trust=trust,
        register_seal=register_seal,
        timestamp_authority=None,
    )


def _register_seal(environment: Environment, path: Path, chain: tuple[bytes, ...]) -> Signer:
    """Return the register's seal: on a token if there is a setting of it, else in the PKI's folder."""
    if environment.seal_pkcs11_module is None:
        return SoftwareKey.from_pkcs12(path, environment.pki_pin)
    address = TokenAddress(
        module=environment.seal_pkcs11_module,
        token_label=environment.seal_pkcs11_token_label,
        key_label=environment.seal_pkcs11_key_label,
    )
    return Pkcs11Key(address, environment.pki_pin, chain=chain)


def _revocation(environment: Environment, now: Callable[[], datetime]) -> RevocationSource:
    """Return whom to ask for revocation data beside the lists of the PKI's folder."""
    if not environment.revocation_hosts:
        return NoRevocationSource()
    egress = Egress(
        hosts=frozenset(environment.revocation_hosts),
        private_hosts=frozenset(environment.revocation_private_hosts),
        timeout_seconds=environment.revocation_timeout_seconds,
    )
    return FetchedRevocation(egress=egress, folder=environment.storage_folder / "revocation", now=now)
