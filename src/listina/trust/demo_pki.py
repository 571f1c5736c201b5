"""The demo's certificates and keys in a folder: made once, kept, completed when officials are added.

    root.pem, root.key.pem     the demo's trust anchor
    ca.pem, ca.key.pem         issues everything else
    root.crl, ca.crl           revocation lists
    tsa.p12                    timestamp authority (P-256)
    register-seal.p12          the register's seal (RSA-2048)
    tls.pem                    web server on localhost: key, certificate and chain
    officials/<username>.p12   signing certificates
    sign-in/<username>.p12     certificates to sign in with
    trusted-lists/             the demo's own trusted lists (`demo_lists`)

A folder is made beside its place and moved there when it is whole; each later file is put in place in one step.
So a crash leaves nothing half-made behind. Keys are readable by their owner only.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from fcntl import LOCK_EX, flock
from pathlib import Path
from secrets import token_bytes
from shutil import rmtree
from typing import Self, cast

from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)

from listina.trust import demo_certificates as profiles
from listina.trust.authority import TimestampAuthority
from listina.trust.clock import utc_now
from listina.trust.demo_certificates import Issuer, KeyKind
from listina.trust.demo_lists import DemoLists
from listina.trust.errors import DemoPkiInvalidError
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.policy import TEST, TrustPolicy
from listina.trust.signers import PrivateKey, SoftwareKey
from listina.trust.validation_data import ValidationData

ORGANIZATION = "Listina"
# 2.999 is the arc for examples (ITU-T X.660): nobody's policy.
TIMESTAMP_POLICY = "2.999.3161.1"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPki:
    """The folder, once it is whole.

    Attributes:
        folder: where it is.
        root: trust anchor, DER.
        ca: the issuing authority, DER.
    """

    folder: Path
    root: bytes
    ca: bytes

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open a folder that `make` made.

        Raises:
            DemoPkiInvalidError: it is missing or not whole.
        """
        try:
            root, ca = (
                x509.load_pem_x509_certificate((folder / name).read_bytes()).public_bytes(Encoding.DER)
                for name in ("root.pem", "ca.pem")
            )
        except (OSError, ValueError) as error:
            raise DemoPkiInvalidError(folder=str(folder), reason=str(error)) from error
        pki = cls(folder=folder, root=root, ca=ca)
        for path in (pki.tls_path, pki.register_seal_path, pki.timestamp_key_path, *pki.crl_paths):
            if not path.is_file():
                raise DemoPkiInvalidError(folder=str(folder), reason=f"{path.name} is missing")
        return pki

    @property
    def anchors(self) -> tuple[bytes, ...]:
        """The trust anchors, DER."""
        return (self.root,)

    @property
    def root_path(self) -> Path:
        """The trust anchor as PEM: what a browser or a client of the demo's server must trust."""
        return self.folder / "root.pem"

    @property
    def tls_path(self) -> Path:
        """The web server's certificate with its chain and its private key, one PEM file."""
        return self.folder / "tls.pem"

    @property
    def register_seal_path(self) -> Path:
        """The register's seal, PKCS#12."""
        return self.folder / "register-seal.p12"

    @property
    def timestamp_key_path(self) -> Path:
        """The timestamp authority's key, PKCS#12."""
        return self.folder / "tsa.p12"

    @property
    def crl_paths(self) -> tuple[Path, ...]:
        """The revocation lists, DER."""
        return (self.folder / "root.crl", self.folder / "ca.crl")

    def official_path(self, username: str) -> Path:
        """Return where the official's signing certificate and key are, PKCS#12."""
        return self.folder / "officials" / f"{username}.p12"

    def sign_in_path(self, username: str) -> Path:
        """Return where the official's sign-in certificate and key are, PKCS#12."""
        return self.folder / "sign-in" / f"{username}.p12"

    def crls(self) -> tuple[bytes, ...]:
        """Read the current revocation lists, DER."""
        return tuple(path.read_bytes() for path in self.crl_paths)

    def policy(self, *, now: Callable[[], datetime] = utc_now) -> TrustPolicy:
        """Return the policy of a test installation that believes this demo."""
        return TrustPolicy(standing=TEST, anchors=self.anchors, intermediates=(self.ca,), crls=self.crls, now=now)

    @property
    def lists(self) -> DemoLists:
        """The demo's own trusted lists."""
        return DemoLists(folder=self.folder, ca=self.ca, put=_put)

    def trust(self, at: datetime) -> TrustSnapshot:
        """Return whom the demo's inputs are validated by, and what its own lists call qualified.

        Lists that are missing or have ended are made anew where the folder can be written; else nothing is qualified.

        Args:
            at: moment of the validation, aware.
        """
        with suppress(OSError), _locked(self.folder):
            self.lists.complete(at)
        supplied = ValidationData(certificates=(self.ca,), crls=self.crls())
        return self.lists.snapshot(at, supplied, self.anchors)

    def timestamp_authority(
        self,
        pin: str,
        *,
        now: Callable[[], datetime] = utc_now,
        random_bytes: Callable[[int], bytes] = token_bytes,
    ) -> TimestampAuthority:
        """Open the timestamp authority.

        Raises:
            WrongPinError: another PIN than the folder was made with.
            KeyUnavailableError: the file cannot be read.
        """
        signer = SoftwareKey.from_pkcs12(self.timestamp_key_path, pin)
        return TimestampAuthority(signer=signer, policy=TIMESTAMP_POLICY, now=now, random_bytes=random_bytes)

    def issuer(self) -> Issuer:
        """Return the issuing authority with its key: for further demo certificates, in demos and tests.

        Raises:
            DemoPkiInvalidError: the key cannot be read.
        """
        return Issuer(certificate=x509.load_der_x509_certificate(self.ca), key=self._key("ca.key.pem"))

    def revoke(self, certificate_der: bytes, *, at: datetime) -> None:
        """Put a certificate of the issuing authority on its revocation list.

        Args:
            certificate_der: the certificate.
            at: since when it is revoked, aware.
        """
        path = self.folder / "ca.crl"
        with _locked(self.folder):
            current = x509.load_der_x509_crl(path.read_bytes())
            number = current.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
            entry = (
                x509.RevokedCertificateBuilder()
                .serial_number(x509.load_der_x509_certificate(certificate_der).serial_number)
                .revocation_date(at)
                .build()
            )
            crl = self.issuer().crl(number=number + 1, revoked=[*current, entry], this_update=at)
            _put(path, crl.public_bytes(Encoding.DER))

    def _key(self, name: str) -> PrivateKey:
        try:
            return cast("PrivateKey", load_pem_private_key((self.folder / name).read_bytes(), None))
        except (OSError, ValueError) as error:
            raise DemoPkiInvalidError(folder=str(self.folder), reason=str(error)) from error


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
    with _locked(folder):
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
        _put(unfinished / f"{name}.pem", issuer.certificate.public_bytes(Encoding.PEM))
        _put(unfinished / f"{name}.key.pem", _pem(issuer.key))
        crl = issuer.crl(number=1, revoked=(), this_update=moment)
        _put(unfinished / f"{name}.crl", crl.public_bytes(Encoding.DER))
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
    _put(unfinished / "register-seal.p12", _pkcs12(seal, seal_key, ca, pin))
    _put(unfinished / "tsa.p12", _pkcs12(stamp, stamp_key, ca, pin))
    _put(unfinished / "tls.pem", _tls(ca, moment))
    DemoLists(folder=unfinished, ca=ca.certificate.public_bytes(Encoding.DER), put=_put).complete(moment)
    if folder.exists():
        folder.rmdir()
    unfinished.rename(folder)
    _flush_folder(folder.parent)


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
        _put(path, _pkcs12(certificate, key, issuer, pin))


def _renew_tls(pki: DemoPki, issuer: Issuer, moment: datetime) -> None:
    current = x509.load_pem_x509_certificates(pki.tls_path.read_bytes())[0]
    if current.not_valid_after_utc - _RENEW_TLS_BEFORE < moment:
        _put(pki.tls_path, _tls(issuer, moment))


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
    return _pem(key) + b"".join(item.public_bytes(Encoding.PEM) for item in chain)


def _pkcs12(certificate: x509.Certificate, key: PrivateKey, issuer: Issuer, pin: str) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        name=None,
        key=key,
        cert=certificate,
        cas=[issuer.certificate],
        encryption_algorithm=BestAvailableEncryption(pin.encode()),
    )


def _pem(key: PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _put(path: Path, content: bytes) -> None:
    """Write a file that is either there as a whole or not at all, readable by its owner only."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let one process at a time change the folder."""
    with folder.with_name(f".{folder.name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield
