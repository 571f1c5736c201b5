"""What a validation knows: certificates and revocation data with their sources, what was used, what is missing.

Source: ETSI EN 319 102-1, § 5.1.4 (validation material).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from itertools import chain

from listina.trust import certificates, chains, revocation_addresses
from listina.trust.validation import signature_values
from listina.trust.validation.inputs import InputTrust, Need, NeedKind, Purpose
from listina.trust.validation.report import Material
from listina.trust.validation.values import MaterialKind, Source
from listina.trust.validation_data import ValidationData

_MOST_ITEMS = 1000
_LONGEST_PATH = 8
_MOST_PATHS = 4
_MOST_CLIMBS = 256
_MOST_NEEDS = 32
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Knowledge:
    """What is known in one validation; it grows as files are read.

    Attributes:
        trust: whom to believe.
        at: the moment of the validation, aware; data that say they were made later do not tell that anything is good.
        certificates, crls, ocsp_responses: DER, with where each came from; the first source counts.
        used: what judgements were based on, in the order of use.
    """

    trust: InputTrust
    at: datetime = _END_OF_TIME
    certificates: dict[bytes, Source] = field(default_factory=dict)
    crls: dict[bytes, Source] = field(default_factory=dict)
    ocsp_responses: dict[bytes, Source] = field(default_factory=dict)
    used: dict[bytes, Material] = field(default_factory=dict)
    _missing: dict[Purpose, dict[Need, None]] = field(default_factory=lambda: {each: {} for each in Purpose})
    _existed_at: dict[bytes, datetime] = field(default_factory=dict)
    _anchors: dict[bytes, None] = field(default_factory=dict)
    _by_subject: dict[str, list[bytes]] = field(default_factory=dict)
    _not_asked: list[bytes] = field(default_factory=list)

    def learn(self, data: ValidationData, source: Source) -> None:
        """Take in data; what is beyond a bound no honest file reaches is left out."""
        for certificate in data.certificates:
            if certificate not in self.certificates and len(self.certificates) < _MOST_ITEMS:
                self._take(certificate, source)
        for known, items in ((self.crls, data.crls), (self.ocsp_responses, data.ocsp_responses)):
            for item in items:
                if len(known) < _MOST_ITEMS:
                    known.setdefault(item, source)

    def paths(self, certificate: bytes) -> Iterator[tuple[bytes, ...]]:
        """Return a few paths from a certificate up to an anchor, both included, the shortest first.

        Names and signatures are looked at, nothing else. Nobody stands on a path twice: certificates that authorities
        issued to each other lead back to where one was (RFC 4158, § 2.4.2).
        """
        self._ask_for_anchors(certificate)
        level: list[tuple[bytes, ...]] = [(certificate,)]
        found = climbs = 0
        while level:
            above: list[tuple[bytes, ...]] = []
            for path in level:
                if path[-1] in self._anchors:
                    yield path
                    found += 1
                elif len(path) < _LONGEST_PATH:
                    passed = {_who(der) for der in path}
                    candidates = [der for der in self._candidates(path[-1]) if _who(der) not in passed]
                    climbs += len(candidates)
                    above += [(*path, candidate) for candidate in candidates if is_issuer(candidate, path[-1])]
                if found >= _MOST_PATHS or climbs >= _MOST_CLIMBS:
                    return
            level = above

    def use(self, der: bytes, kind: MaterialKind, source: Source) -> None:
        """Keep what a judgement was based on."""
        if der not in self.used:
            self.used[der] = Material(kind=kind, source=source, sha256=sha256(der).hexdigest(), der=der)

    def use_certificates(self, path: Iterable[bytes]) -> None:
        """Keep the certificates a judgement was based on."""
        for der in path:
            own = Source.TRUSTED_LIST if der in self._anchors else Source.FILE
            self.use(der, MaterialKind.CERTIFICATE, self.certificates.get(der, own))

    def prove(self, data: Iterable[bytes], existed_at: datetime) -> None:
        """Note that certificates, lists or answers (DER) existed at a moment (aware), as a valid timestamp proves."""
        for item in data:
            self._existed_at[item] = min(existed_at, self._existed_at.get(item, existed_at))

    def existed_at(self, item: bytes, *, default: datetime) -> datetime:
        """Return since when a certificate, list or answer (DER) is proven to exist, `default` if nothing proves it."""
        return self._existed_at.get(item, default)

    @property
    def needs(self) -> tuple[Need, ...]:
        """What is missing, for signers first: anybody can add timestamps that would have us ask about others only."""
        return tuple(dict.fromkeys(chain.from_iterable(self._missing.values())))[:_MOST_NEEDS]

    def miss_revocation(self, certificate: bytes, issuer: bytes, purpose: Purpose) -> None:
        """Note what could be fetched about a certificate whose path ends in an anchor."""
        found, above = certificates.load(certificate), certificates.load(issuer)
        asked = [
            Need(kind=NeedKind.OCSP, url=url, request=revocation_addresses.ocsp_request(found, above))
            for url in revocation_addresses.ocsp_urls(found)
        ]
        asked += [Need(kind=NeedKind.CRL, url=url) for url in revocation_addresses.crl_urls(found)]
        missing = self._missing[purpose]
        for need in asked:
            if len(missing) < _MOST_NEEDS:
                missing.setdefault(need)

    def _take(self, certificate: bytes, source: Source) -> None:
        self.certificates[certificate] = source
        self._not_asked.append(certificate)
        self._file_under_subject(certificate)

    def _file_under_subject(self, certificate: bytes) -> None:
        try:
            subject = chains.parsed(certificate).subject.hashable
        except Exception:  # noqa: BLE001  # a certificate nobody can read leads nowhere
            return
        self._by_subject.setdefault(subject, []).append(certificate)

    def _ask_for_anchors(self, certificate: bytes) -> None:
        if certificate not in self.certificates and certificate not in self._not_asked:
            self._not_asked.append(certificate)
        if self._not_asked:
            for anchor in self.trust.anchors_for(tuple(self._not_asked)):
                if anchor not in self._anchors:
                    self._anchors[anchor] = None
                    if anchor not in self.certificates:
                        self._file_under_subject(anchor)
            self._not_asked.clear()

    def _candidates(self, certificate: bytes) -> list[bytes]:
        found = self._by_subject.get(chains.parsed(certificate).issuer.hashable, [])
        return sorted(found, key=lambda der: der not in self._anchors)


@lru_cache(maxsize=1024)
def _who(certificate: bytes) -> tuple[str, bytes]:
    """Return name and key."""
    found = chains.parsed(certificate)
    return found.subject.hashable, found["tbs_certificate"]["subject_public_key_info"].dump()


@lru_cache(maxsize=1024)
def is_issuer(issuer: bytes, issued: bytes) -> bool:
    """Tell whether a certificate names another one as its issuer and is signed by its key."""
    try:
        above, below = certificates.load(issuer), certificates.load(issued)
        if chains.parsed(issued).issuer != chains.parsed(issuer).subject:
            return False
        algorithm = chains.parsed(issued)["signature_algorithm"]
        signature_values.require_permitted(chains.parsed(issuer).public_key, algorithm)
        content = below.tbs_certificate_bytes
        return signature_values.is_right(
            above.public_key(),
            algorithm,
            below.signature,
            beside="",
            digest=signature_values.digest_of(content),
            content=content,
        )
    except Exception:  # noqa: BLE001  # a certificate that cannot be read was issued by nobody known
        return False
