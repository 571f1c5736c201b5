"""The demo's certificates and keys in a folder: made once (`demo_making`), kept, completed when officials are added.

root.pem, root.key.pem     the demo's trust anchor
ca.pem, ca.key.pem         issues everything else
root.crl, ca.crl           revocation lists
tsa.p12                    timestamp authority (P-256)
register-seal.p12          the register's seal (RSA-2048)
tls.pem                    web server on localhost: key, certificate and chain
officials/<username>.p12   signing certificates
sign-in/<username>.p12     certificates to sign in with
trusted-lists/             the demo's own trusted lists (`demo_lists`)
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_bytes
from typing import Self, cast

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from listina.trust.authority import TimestampAuthority
from listina.trust.clock import utc_now
from listina.trust.demo_certificates import Issuer
from listina.trust.demo_files import locked, put
from listina.trust.demo_lists import DemoLists
from listina.trust.errors import DemoPkiInvalidError
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.policy import TEST, TrustPolicy
from listina.trust.signers import PrivateKey, SoftwareKey
from listina.trust.validation_data import ValidationData

# 2.999 is the arc for examples (ITU-T X.660): nobody's policy.
TIMESTAMP_POLICY = "2.999.3161.1"


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
        """Open a folder that `demo_making.make` made.

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
        return DemoLists(folder=self.folder, ca=self.ca)

    def trust(self, at: datetime) -> TrustSnapshot:
        """Return whom the demo's inputs are validated by, and what its own lists call qualified.

        Lists that are missing or have ended are made anew where the folder can be written; else nothing is qualified.

        Args:
            at: moment of the validation, aware.
        """
        with suppress(OSError), locked(self.folder):
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
        with locked(self.folder):
            current = x509.load_der_x509_crl(path.read_bytes())
            number = current.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
            entry = (
                x509.RevokedCertificateBuilder()
                .serial_number(x509.load_der_x509_certificate(certificate_der).serial_number)
                .revocation_date(at)
                .build()
            )
            crl = self.issuer().crl(number=number + 1, revoked=[*current, entry], this_update=at)
            put(path, crl.public_bytes(Encoding.DER))

    def _key(self, name: str) -> PrivateKey:
        try:
            return cast("PrivateKey", load_pem_private_key((self.folder / name).read_bytes(), None))
        except (OSError, ValueError) as error:
            raise DemoPkiInvalidError(folder=str(self.folder), reason=str(error)) from error
