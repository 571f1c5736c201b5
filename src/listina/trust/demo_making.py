"""Making the demo's certificates and keys: once as a whole, later what is missing.

The folder is made beside its place and moved there when it is whole; each later file is put in place in one step. So a
crash leaves nothing half-made behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from shutil import rmtree

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from listina.trust import demo_certificates as profiles
from listina.trust.clock import utc_now
from listina.trust.demo_certificates import Issuer, KeyKind
from listina.trust.demo_files import flush_folder, locked, pem, pkcs12_file, put
from listina.trust.demo_lists import DemoLists
from listina.trust.demo_pki import DemoPki
from listina.trust.errors import DemoPkiInvalidError

ORGANIZATION = "Listina"
_RENEW_TLS_BEFORE = timedelta(days=30)
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOfficial:
    """An official who gets a signing and a sign-in certificate.

    Attributes:
        username: 1 to 63 letters a–z, digits, dots, dashes, underscores; names the files.
        name: as it stands in the certificate, without the mark.
        authority_name: the office.
        key: kind of the signing key.
    """

    username: str
    name: str
    authority_name: str = ORGANIZATION
    key: KeyKind = KeyKind.RSA_2048


def make(
    folder: Path, *, officials: Sequence[DemoOfficial], pin: str, now: Callable[[], datetime] = utc_now
) -> DemoPki:
    """Make what is missing: the whole folder, officials without certificates, a web server's that ends soon.

    Args:
        folder: made, with the folders above it, if it is missing; what is there is kept.
        officials: who must have certificates.
        pin: protects every PKCS#12 file.
        now: our clock, aware UTC.

    Raises:
        DemoPkiInvalidError: the folder is there and is not whole, or a username cannot name a file.
        OSError: the folder cannot be written.
    """
    for official in officials:
        if not _USERNAME.fullmatch(official.username):
            raise DemoPkiInvalidError(folder=str(folder), reason=f"“{official.username}” cannot name a file")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        if not folder.exists() or not any(folder.iterdir()):
            _make_whole(folder, pin, now())
        pki = DemoPki.load(folder)
        issuer = pki.issuer()
        for official in officials:
            _complete_official(pki, issuer, official, pin, now())
        _renew_tls(pki, issuer, now())
        pki.lists.complete(now())
    return pki


def _make_whole(folder: Path, pin: str, moment: datetime) -> None:
    """Make the folder beside its place and move it there when it is whole and on the disk."""
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    if unfinished.exists():
        rmtree(unfinished)
    for path in (unfinished, unfinished / "officials", unfinished / "sign-in"):
        path.mkdir(mode=0o700)
    root_key, ca_key = KeyKind.P_256.generate(), KeyKind.P_256.generate()
    root = Issuer(certificate=profiles.self_signed("Kořenová autorita", ORGANIZATION, root_key, moment), key=root_key)
    ca = Issuer(
        certificate=root.issue(
            common_name="Vydávající autorita",
            organization=ORGANIZATION,
            key=ca_key,
            extensions=profiles.authority(0),
            not_before=moment,
            life=profiles.ROOT_LIFE,
        ),
        key=ca_key,
    )
    for name, issuer in (("root", root), ("ca", ca)):
        put(unfinished / f"{name}.pem", issuer.certificate.public_bytes(Encoding.PEM))
        put(unfinished / f"{name}.key.pem", pem(issuer.key))
        crl = issuer.crl(number=1, revoked=(), this_update=moment)
        put(unfinished / f"{name}.crl", crl.public_bytes(Encoding.DER))
    seal_key, stamp_key = KeyKind.RSA_2048.generate(), KeyKind.P_256.generate()
    seal = ca.issue(
        common_name="Pečeť rejstříku",
        organization=ORGANIZATION,
        key=seal_key,
        extensions=profiles.electronic_seal(),
        not_before=moment,
    )
    stamp = ca.issue(
        common_name="Autorita časových razítek",
        organization=ORGANIZATION,
        key=stamp_key,
        extensions=profiles.timestamping(),
        not_before=moment,
    )
    put(unfinished / "register-seal.p12", pkcs12_file(seal, seal_key, ca.certificate, pin))
    put(unfinished / "tsa.p12", pkcs12_file(stamp, stamp_key, ca.certificate, pin))
    put(unfinished / "tls.pem", _tls(ca, moment))
    DemoLists(folder=unfinished, ca=ca.certificate.public_bytes(Encoding.DER)).complete(moment)
    if folder.exists():
        folder.rmdir()
    unfinished.rename(folder)
    flush_folder(folder.parent)


def _complete_official(pki: DemoPki, issuer: Issuer, official: DemoOfficial, pin: str, moment: datetime) -> None:
    for path, kind, extensions in (
        (pki.official_path(official.username), official.key, profiles.signature()),
        (pki.sign_in_path(official.username), KeyKind.P_256, profiles.signing_in()),
    ):
        if path.exists():
            continue
        key = kind.generate()
        certificate = issuer.issue(
            common_name=official.name,
            organization=official.authority_name,
            key=key,
            extensions=extensions,
            not_before=moment,
        )
        put(path, pkcs12_file(certificate, key, issuer.certificate, pin))


def _renew_tls(pki: DemoPki, issuer: Issuer, moment: datetime) -> None:
    current = x509.load_pem_x509_certificates(pki.tls_path.read_bytes())[0]
    if current.not_valid_after_utc - _RENEW_TLS_BEFORE < moment:
        put(pki.tls_path, _tls(issuer, moment))


def _tls(issuer: Issuer, moment: datetime) -> bytes:
    """Return key, certificate and chain of the web server: one file, so that they are always of one kind."""
    key = KeyKind.P_256.generate()
    certificate = issuer.issue(
        common_name="localhost",
        organization=ORGANIZATION,
        key=key,
        extensions=profiles.web_server(),
        not_before=moment,
        life=profiles.TLS_LIFE,
    )
    chain = (certificate, issuer.certificate)
    return pem(key) + b"".join(item.public_bytes(Encoding.PEM) for item in chain)
