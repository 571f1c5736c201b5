"""Archive timestamps within a CAdES signature: what each is over, and what it proves to have existed.

One of the third kind is over the content, the signer's part without its unsigned attributes, and an index of digests:
of certificates, of lists and answers, of values of unsigned attributes. What the index names existed at its time; what
it does not name may have been added since. The older kinds are over the whole SignedData as it was written once, in two
readings of their standard; they are told as not evaluated and prove nothing.

Source: ETSI EN 319 122-1, §§ 5.5.2 and 5.5.3; ETSI TS 101 733, § 6.4 (older kinds); ETSI EN 319 102-1, § 5.6.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from asn1crypto import algos, core, tsp

from listina.trust import der
from listina.trust.validation import cms_checks, embedded, outcomes, signature_values, stamps
from listina.trust.validation.cms_checks import CmsSignature
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.outcomes import Stopped, indeterminate, reason
from listina.trust.validation.signature_report import TimestampReport
from listina.trust.validation.standing import Times
from listina.trust.validation.values import Result, SubIndication, TimestampPlace

_THIRD = der.object_identifier("0.4.0.1733.2.4")
_OLDER = frozenset(
    {der.object_identifier("1.2.840.113549.1.9.16.2.48"), der.object_identifier("1.2.840.113549.1.9.16.2.27")}
)
_ALL_KINDS = _OLDER | {_THIRD}
_HASH_INDEX = "0.4.0.19122.1.5"
_MOST_TOKENS = 32
_OTHER_FORMAT = 0xA1

NO_INDEX = indeterminate(
    SubIndication.GENERIC,
    reason(
        "archive.no_index",
        "Archivní časové razítko neříká srozumitelně, co chrání (ats-hash-index-v3), proto nic nedokazuje.",
        "The archive timestamp does not say in a known way what it is over (ats-hash-index-v3), so it proves nothing.",
    ),
)
ITEM_MISSING = indeterminate(
    SubIndication.SIGNED_DATA_NOT_FOUND,
    reason(
        "archive.item_missing",
        "Něco, co archivní časové razítko chrání, v podpisu chybí nebo bylo změněno.",
        "Something that the archive timestamp is over is missing from the signature or has been changed.",
    ),
)
NOT_EVALUATED = indeterminate(
    SubIndication.GENERIC,
    reason(
        "archive.not_evaluated",
        "Archivní časové razítko staršího druhu se nevyhodnocuje, proto nic nedokazuje.",
        "An archive timestamp of an older kind is not evaluated, so it proves nothing.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What the archive timestamps of a signature came to.

    Attributes:
        stamps: their reports, each after those that are over it.
        existed: what the valid ones prove of values of unsigned attributes (DER).
    """

    stamps: tuple[TimestampReport, ...] = ()
    existed: Mapping[bytes, Times] = field(default_factory=dict)


def judge(signature: CmsSignature, knowledge: Knowledge, outside: Times) -> Archive:
    """Judge the archive timestamps of one signer; what nobody can read proves nothing, and anybody could add it.

    Args:
        signature: whose; its own digest and value are checked elsewhere.
        knowledge: it learns what the tokens carry, and since when certificates, lists and answers exist.
        outside: what is known without these timestamps of when the signature existed.
    """
    try:
        # Taking a signature apart costs as much as all the rest of its validation.
        if not any(each["type"].dump() in _ALL_KINDS for each in signature.signer["unsigned_attrs"]):
            return Archive()
        parts = _Parts.of(signature)
        tokens = tuple(islice(_tokens(parts), _MOST_TOKENS))
    except Exception:  # noqa: BLE001  # a hostile CMS may break any parser; then nothing is proven
        return Archive()
    reports, existed = [], dict[bytes, Times]()
    for token in _latest_first(tokens):
        place = token.place(signature, parts)
        try:
            report = stamps.judge(token.encoded, place, knowledge, existed.get(token.encoded, outside))
        except Exception:  # noqa: BLE001, S112  # as above
            continue
        reports.append(report)
        if report.result is Result.VALID:
            proven = Times(existed_at=report.time, is_proven=True)
            for item in token.covered:
                if item.value not in existed or report.time < existed[item.value].existed_at:
                    existed[item.value] = proven
                knowledge.prove(item.data, report.time)
    return Archive(stamps=tuple(reports), existed=existed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """Something an index can name.

    Attributes:
        indexed: what its digest is made of.
        value: the value of an unsigned attribute; empty for what is none.
        data: certificates, lists and answers in it, DER.
    """

    indexed: bytes
    value: bytes = b""
    data: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """A signature in the pieces an archive timestamp is over, as they are written.

    Attributes:
        content_type: OBJECT IDENTIFIER.
        fields: of the SignerInfo without unsigned attributes, in the ways the signed ones can be written.
        certificates, crls: each in the SignedData.
        attributes: each value of the unsigned attributes.
        tokens: archive timestamps, with the type of their attribute.
    """

    content_type: bytes
    fields: tuple[bytes, ...]
    certificates: tuple[_Item, ...]
    crls: tuple[_Item, ...]
    attributes: tuple[_Item, ...]
    tokens: tuple[tuple[bytes, bytes], ...]
    _by_digest: dict[str, tuple[dict[bytes, _Item], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, signature: CmsSignature) -> _Parts:
        """Take a signature apart. Raises NotDerError or IndexError."""
        whole = der.read_all(cms_checks.stored(signature.signed_data))
        held = {element.tag: element.content for element in whole[3:-1]}
        signer = der.read_all(signature.stored)
        unsigned = signer[-1].content if signer[-1].tag == der.CONTEXT_1 else b""
        values = tuple(_values(unsigned))
        return cls(
            content_type=der.read(whole[2].content).encoded,
            fields=tuple(_fields(signature, signer)),
            certificates=tuple(
                _Item(indexed=each.encoded, data=(each.encoded,)) for each in der.read_all(held.get(der.CONTEXT_0, b""))
            ),
            crls=tuple(
                _Item(indexed=each.encoded, data=(_revocation(each),))
                for each in der.read_all(held.get(der.CONTEXT_1, b""))
            ),
            attributes=tuple(
                _Item(indexed=kind + value, value=value, data=_data(kind, value)) for kind, value in values
            ),
            tokens=tuple(each for each in values if each[0] in _ALL_KINDS),
        )

    def by_digest(self, name: str) -> tuple[dict[bytes, _Item], ...]:
        """Return certificates, lists and answers, and attributes by their digests of a hash; each hash once."""
        if name not in self._by_digest:
            self._by_digest[name] = tuple(
                {signature_values.digest_of(item.indexed)(name): item for item in items}
                for items in (self.certificates, self.crls, self.attributes)
            )
        return self._by_digest[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    """An archive timestamp.

    Attributes:
        encoded: ContentInfo.
        index: of what it is over, DER; empty if it has none.
        hash_name: with which the index is made, by its name in asn1crypto.
        covered: what the index names.
        stopped: why it cannot be evaluated; None if it can.
    """

    encoded: bytes
    index: bytes = b""
    hash_name: str = ""
    covered: tuple[_Item, ...] = ()
    stopped: outcomes.Outcome | None = None

    def place(self, signature: CmsSignature, parts: _Parts) -> stamps.Place:
        """Return what it must be over."""

        def digest_of(name: str) -> bytes:
            if self.stopped is not None:
                raise Stopped(self.stopped)
            content = signature.digest_of(name)
            found = [
                signature_values.digest_of(parts.content_type + content + fields + self.index)(name)
                for fields in parts.fields
            ]
            return next((each for each in found if each == self._imprint), found[0])

        return stamps.Place(
            kind=TimestampPlace.ARCHIVE, digest_of=digest_of, hashes=tuple(filter(None, [self.hash_name]))
        )

    @property
    def _imprint(self) -> bytes:
        content = bytes(cms_checks.read(self.encoded)["encap_content_info"]["content"])
        return bytes(tsp.TSTInfo.load(content)["message_imprint"]["hashed_message"].native)


class _Digests(core.SequenceOf):  # type: ignore[misc]  # asn1crypto is imported without its types
    _child_spec = core.OctetString


class _HashIndex(core.Sequence):  # type: ignore[misc]
    _fields = [  # noqa: RUF012  # what asn1crypto asks for
        ("algorithm", algos.DigestAlgorithm),
        ("certificates", _Digests),
        ("crls", _Digests),
        ("attributes", _Digests),
    ]


def _tokens(parts: _Parts) -> Iterator[_Token]:
    for kind, encoded in parts.tokens:
        if kind == _THIRD:
            yield _indexed(encoded, parts)
        else:
            yield _Token(encoded=encoded, stopped=NOT_EVALUATED)


def _indexed(encoded: bytes, parts: _Parts) -> _Token:
    """Return a token with what its index names."""
    try:
        (signer,) = cms_checks.read(encoded)["signer_infos"]
        (values,) = [each["values"] for each in signer["unsigned_attrs"] if each["type"].dotted == _HASH_INDEX]
        (value,) = values
        index = _HashIndex.load(bytes(value.dump()), strict=True)
        name = str(index["algorithm"]["algorithm"].native)
        named = [{digest.native: None for digest in index[part]} for part in ("certificates", "crls", "attributes")]
        found = parts.by_digest(name)
    except Exception:  # noqa: BLE001  # an index nobody can read names nothing
        return _Token(encoded=encoded, stopped=NO_INDEX)
    is_missing = any(set(digests) - set(items) for digests, items in zip(named, found, strict=True))
    covered = (
        items[digest] for digests, items in zip(named, found, strict=True) for digest in digests if digest in items
    )
    return _Token(
        encoded=encoded,
        index=bytes(value.dump()),
        hash_name=name,
        covered=tuple(covered),
        stopped=ITEM_MISSING if is_missing else None,
    )


def _latest_first(tokens: Sequence[_Token]) -> Iterator[_Token]:
    """Yield each token after all that are over it; they cannot be over each other."""
    all_of_them = {token.encoded for token in tokens}
    left = [(token, all_of_them & {item.value for item in token.covered}) for token in tokens]
    while left:
        below = set[bytes]().union(*(covered for _, covered in left))
        place = next((place for place, (token, _) in enumerate(left) if token.encoded not in below), 0)
        yield left.pop(place)[0]


def _values(unsigned: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the type of each unsigned attribute with each of its values."""
    for attribute in der.read_all(unsigned):
        kind, values = der.read_all(attribute.content)
        for value in der.read_all(values.content):
            yield kind.encoded, value.encoded


def _fields(signature: CmsSignature, signer: Sequence[der.Element]) -> Iterator[bytes]:
    """Yield the signer's part without unsigned attributes; signed ones not in the order of DER are also put so."""
    own = [each for each in signer if each.tag != der.CONTEXT_1]
    yield b"".join(each.encoded for each in own)
    if cms_checks.has_attributes(signature.signer):
        for form in islice(signature.signed_forms(), 1, None):
            attributes = der.value(der.CONTEXT_0, der.read(form).content)
            yield b"".join(attributes if each.tag == der.CONTEXT_0 else each.encoded for each in own)


def _data(kind: bytes, value: bytes) -> tuple[bytes, ...]:
    found = embedded.in_attribute(str(core.ObjectIdentifier.load(kind).dotted), value)
    return (*found.certificates, *found.crls, *found.ocsp_responses)


def _revocation(choice: der.Element) -> bytes:
    """Return the list or answer of a RevocationInfoChoice."""
    return der.read_all(choice.content)[1].encoded if choice.tag == _OTHER_FORMAT else choice.encoded
