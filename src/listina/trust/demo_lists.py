"""The demo's own trusted lists: a list of lists and one national list, signed by a demo scheme operator.

    trusted-lists/operator.pem, operator.key.pem    who signs both
    trusted-lists/lotl.xml, demo.xml                the lists

They name the demo's authority as a granted issuer of qualified certificates for signatures and seals and as a qualified
timestamp authority, so that in a test installation the demo's officials sign „kvalifikovaně“, by the same reading and
judging as real ones. Their territories, XL and XD, are nobody's (ISO 3166 leaves them to users). The demo's keys are
files; that they are in a qualified device is said by the list alone, never by the certificates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from listina.trust import demo_certificates as profiles
from listina.trust.demo_certificates import KeyKind
from listina.trust.demo_files import pem, put
from listina.trust.lists.errors import TrustedListInvalidError
from listina.trust.lists.making import made
from listina.trust.lists.reading import LIST_OF_LISTS, NATIONAL_LIST, ListFacts, Pointer, TrustedList
from listina.trust.lists.services import Criteria, Period, Qualifiers, Service, ServiceType
from listina.trust.lists.signing import signed
from listina.trust.lists.snapshot import DEMO, TrustSnapshot
from listina.trust.lists.verifying import Anchors, verified_list_of_lists, verified_national_list
from listina.trust.signers import PrivateKey
from listina.trust.validation.report import ListUsed
from listina.trust.validation_data import ValidationData

TOP, TERRITORY = "XL", "XD"
FOLDER = "trusted-lists"
OPERATOR = "Ukázkový provozovatel důvěryhodných seznamů (DEMO)"
PROVIDER = "Ukázkový kvalifikovaný poskytovatel (DEMO)"
LIFE = timedelta(days=180)
RENEW_BEFORE = timedelta(days=30)

_SITE = "https://demo.invalid/trusted-lists/"
_SIGNED_BY_PEOPLE = Criteria(combined="all", key_usages=((("content_commitment", True),),))


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLists:
    """The folder of the demo's lists.

    Attributes:
        folder: of the demo's certificates; the lists are in a folder within.
        ca: the authority that is listed, DER.
    """

    folder: Path
    ca: bytes

    def complete(self, at: datetime) -> None:
        """Make what is missing, and both lists anew if they are not good at a moment or end soon.

        Raises:
            OSError: the folder cannot be written.
        """
        if self._lists(at) is None or self._lists(at + RENEW_BEFORE) is None:
            self._make(at)

    def snapshot(self, at: datetime, supplied: ValidationData, anchors: tuple[bytes, ...]) -> TrustSnapshot:
        """Return what the lists say at a moment; without good lists the anchors are believed and nothing is qualified.

        Args:
            at: aware.
            supplied: certificates and revocation lists of the demo.
            anchors: the demo's roots, DER.
        """
        found = self._lists(at)
        if found is None:
            return TrustSnapshot.of_anchors(anchors, at=at, supplied=supplied)
        contents = (self._path("lotl.xml").read_bytes(), self._path("demo.xml").read_bytes())
        return TrustSnapshot.of(
            found[1].services,
            at=at,
            name=DEMO,
            lists=tuple(_used(each, content) for each, content in zip(found, contents, strict=True)),
            anchors=anchors,
            supplied=supplied,
        )

    def _lists(self, at: datetime) -> tuple[TrustedList, TrustedList] | None:
        """Return both lists if they are good at a moment."""
        try:
            operator = x509.load_pem_x509_certificate(self._path("operator.pem").read_bytes())
            anchors = Anchors(
                certificates=(operator.public_bytes(Encoding.DER),), published_at=f"{_SITE}operator", territory=TOP
            )
            top = verified_list_of_lists(self._path("lotl.xml").read_bytes(), {}, anchors, at=at)
            return top, verified_national_list(self._path("demo.xml").read_bytes(), TERRITORY, top, at=at)
        except (OSError, ValueError, TrustedListInvalidError):
            return None

    def _make(self, at: datetime) -> None:
        self._path("").mkdir(mode=0o700, exist_ok=True)
        certificate, key = self._operator()
        signers = (certificate,)
        pointers = tuple(
            Pointer(territory=territory, location=f"{_SITE}{name}", signers=signers)
            for territory, name in ((TOP, "lotl.xml"), (TERRITORY, "demo.xml"))
        )
        for name, facts, pointed, services in (
            ("demo.xml", _facts(NATIONAL_LIST, TERRITORY, at), pointers[:1], self._services()),
            ("lotl.xml", _facts(LIST_OF_LISTS, TOP, at), pointers, ()),
        ):
            root = made(TrustedList(facts=facts, pointers=pointed, services=services), operator=OPERATOR)
            put(self._path(name), signed(root, certificate=certificate, key=key, at=at))

    def _operator(self) -> tuple[bytes, PrivateKey]:
        """Return the scheme operator's certificate and key, made if they are missing."""
        path, key_path = self._path("operator.pem"), self._path("operator.key.pem")
        if not (path.is_file() and key_path.is_file()):
            key = KeyKind.P_256.generate()
            since = x509.load_der_x509_certificate(self.ca).not_valid_before_utc
            certificate = profiles.self_signed("Provozovatel důvěryhodných seznamů", "Listina", key, since)
            put(key_path, pem(key))
            put(path, certificate.public_bytes(Encoding.PEM))
        kept = x509.load_pem_x509_certificate(path.read_bytes())
        return kept.public_bytes(Encoding.DER), cast("PrivateKey", load_pem_private_key(key_path.read_bytes(), None))

    def _services(self) -> tuple[Service, ...]:
        """Return the authority in both of its roles: its timestamp unit's certificate is of its issuing too."""
        since = x509.load_der_x509_certificate(self.ca).not_valid_before_utc
        in_device = Qualifiers(names=("QCWithQSCD",), criteria=_SIGNED_BY_PEOPLE)
        issuing = Period(
            status="granted", since=since, purposes=("ForeSignatures", "ForeSeals"), qualifiers=(in_device,)
        )
        roles = (
            (ServiceType.QUALIFIED_CERTIFICATES, "vydávání kvalifikovaných certifikátů (DEMO)", issuing),
            (
                ServiceType.QUALIFIED_TIMESTAMPS,
                "vydávání kvalifikovaných časových razítek (DEMO)",
                Period(status="granted", since=since),
            ),
        )
        return tuple(
            Service(
                type=kind,
                territory=TERRITORY,
                list_of_lists=TOP,
                provider=PROVIDER,
                name=name,
                certificates=(self.ca,),
                periods=(period,),
            )
            for kind, name, period in roles
        )

    def _path(self, name: str) -> Path:
        return self.folder / FOLDER / name


def _facts(kind: str, territory: str, at: datetime) -> ListFacts:
    return ListFacts(
        type=kind,
        territory=territory,
        sequence_number=max(1, int(at.timestamp()) // 86400),
        issued_at=at.replace(microsecond=0),
        next_update=at.replace(microsecond=0) + LIFE,
        information=(f"{_SITE}operator",),
    )


def _used(found: TrustedList, content: bytes) -> ListUsed:
    return ListUsed(
        territory=found.facts.territory,
        sequence_number=found.facts.sequence_number,
        issued_at=found.facts.issued_at,
        next_update=found.facts.next_update,
        fetched_at=found.facts.issued_at,
        sha256=sha256(content).hexdigest(),
    )
