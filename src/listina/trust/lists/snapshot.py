"""What the good trusted lists of one moment say, immutable and quick to open: whom a validation believes.

A confined process gets it as a file of lines: the first is a JSON object with everything about the whole and an index
of names, each other line one service as JSON, which is not looked at before somebody asks about its name. So the whole
Union opens in some milliseconds.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Self

from listina.strict_json import plain, read_as
from listina.trust.chains import parsed
from listina.trust.lists.errors import SnapshotInvalidError
from listina.trust.lists.qualifying import Known, qualification
from listina.trust.lists.services import Service
from listina.trust.validation.inputs import Purpose
from listina.trust.validation.report import ListUsed
from listina.trust.validation.signature_report import Qualification
from listina.trust.validation_data import NOTHING, ValidationData

TRUSTED_LISTS, DEMO = "trusted-lists", "demo"
_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustSnapshot:
    """Whom to believe, and what is qualified: an `InputTrust`.

    Attributes:
        name: `trusted-lists`, `demo` or both, joined by a comma.
        at: the moment it was made for, aware: a list whose next update is earlier has expired.
        lists: the trusted lists behind it, expired ones too.
        missing: territories the list of lists names whose lists are not here.
        anchors: believed beside the services of the lists, DER; of a demo.
        supplied: certificates and revocation data the installation has anyway.
    """

    name: str
    at: datetime
    lists: tuple[ListUsed, ...] = ()
    missing: tuple[str, ...] = ()
    anchors: tuple[bytes, ...] = ()
    supplied: ValidationData = NOTHING
    _lines: tuple[bytes, ...] = field(default=(), repr=False)
    _names: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def of(
        cls,
        services: Iterable[Service],
        *,
        at: datetime,
        name: str = TRUSTED_LISTS,
        lists: Iterable[ListUsed] = (),
        missing: Iterable[str] = (),
        anchors: Iterable[bytes] = (),
        supplied: ValidationData = NOTHING,
    ) -> Self:
        """Make one of services; see the attributes. A service needs a list of its territory to qualify anything."""
        lines: list[bytes] = []
        names: dict[str, tuple[int, ...]] = {}
        for number, service in enumerate(services):
            lines.append(json.dumps(plain(service), ensure_ascii=False, separators=(",", ":")).encode())
            for key in {key for der in service.certificates for key in _names_of(der)}:
                names[key] = (*names.get(key, ()), number)
        return cls(
            name=name,
            at=at,
            lists=tuple(lists),
            missing=tuple(missing),
            anchors=tuple(anchors),
            supplied=supplied,
            _lines=tuple(lines),
            _names=names,
        )

    @classmethod
    def of_anchors(
        cls, anchors: Iterable[bytes], *, at: datetime, name: str = DEMO, supplied: ValidationData = NOTHING
    ) -> Self:
        """Make one that believes some anchors (DER) and knows no lists: nothing is known to be qualified."""
        return cls.of((), at=at, name=name, anchors=anchors, supplied=supplied)

    def __or__(self, other: Self) -> Self:
        """Return both together; for test installations, which believe the lists and the demo."""
        shift = len(self._lines)
        names = dict(self._names)
        for key, numbers in other._names.items():
            names[key] = (*names.get(key, ()), *(number + shift for number in numbers))
        return replace(
            self,
            name=f"{self.name},{other.name}",
            lists=(*self.lists, *other.lists),
            missing=(*self.missing, *other.missing),
            anchors=tuple(dict.fromkeys((*self.anchors, *other.anchors))),
            supplied=self.supplied | other.supplied,
            _lines=(*self._lines, *other._lines),
            _names=names,
        )

    @property
    def sha256(self) -> str:
        """Digest of `to_bytes`, hexadecimal."""
        return sha256(self.to_bytes()).hexdigest()

    def to_bytes(self) -> bytes:
        """Return the whole as lines of JSON, UTF-8."""
        header = {
            "version": _VERSION,
            "name": self.name,
            "at": self.at.isoformat(),
            "lists": plain(self.lists),
            "missing": self.missing,
            "anchors": _base64(self.anchors),
            "certificates": _base64(self.supplied.certificates),
            "crls": _base64(self.supplied.crls),
            "ocsp_responses": _base64(self.supplied.ocsp_responses),
            "names": self._names,
        }
        first = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
        return b"\n".join((first, *self._lines))

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Open what `to_bytes` made.

        Raises:
            SnapshotInvalidError: it is something else, or of another version.
        """
        first, *lines = content.split(b"\n")
        try:
            header = json.loads(first)
            if header["version"] != _VERSION:
                raise SnapshotInvalidError(reason=f"version {header['version']}")
            return cls(
                name=str(header["name"]),
                at=datetime.fromisoformat(header["at"]),
                lists=tuple(read_as(ListUsed, each) for each in header["lists"]),
                missing=tuple(map(str, header["missing"])),
                anchors=_bytes(header["anchors"]),
                supplied=ValidationData(
                    certificates=_bytes(header["certificates"]),
                    crls=_bytes(header["crls"]),
                    ocsp_responses=_bytes(header["ocsp_responses"]),
                ),
                _lines=tuple(lines),
                _names={str(key): tuple(numbers) for key, numbers in header["names"].items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SnapshotInvalidError(reason=f"{type(error).__name__}: {error}") from error

    @property
    def services(self) -> Iterator[Service]:
        """All services, read one by one: slow."""
        return (_service(line) for line in self._lines)

    @property
    def next_update(self) -> datetime | None:
        """The moment the first of the lists expires that have not yet; None if there is none."""
        return min(
            (each.next_update for each in self.lists if each.next_update and each.next_update > self.at), default=None
        )

    def anchors_for(self, certificates: Iterable[bytes]) -> tuple[bytes, ...]:
        """See `InputTrust`. What cannot be read has no anchors."""
        found: dict[bytes, None] = {}
        for der in (*certificates, *self.supplied.certificates):
            for service in self._services_named(_names_above(der)):
                found.update(dict.fromkeys(service.certificates))
        return (*self.anchors, *(der for der in found if der not in self.anchors))

    def qualification(self, path: Sequence[bytes], *, at: datetime, purpose: Purpose) -> Qualification:
        """See `InputTrust`; decided by ETSI TS 119 615 (`qualifying`)."""
        services = self._services_named(key for der in path for key in _names_of(der))
        known = Known(services=tuple(services), lists=self.lists, missing=self.missing, moment=self.at)
        return qualification(path, known, at=at, purpose=purpose)

    def _services_named(self, keys: Iterable[str]) -> Iterator[Service]:
        numbers = dict.fromkeys(number for key in keys for number in self._names.get(key, ()))
        return (_service(self._lines[number]) for number in numbers)


@lru_cache(maxsize=512)
def _service(line: bytes) -> Service:
    return read_as(Service, json.loads(line))


def _names_of(der: bytes) -> tuple[str, ...]:
    """Return under which keys a certificate stands in the index: its subject."""
    try:
        return (_key(parsed(der).subject.dump()),)
    except (ValueError, TypeError):
        return ()


def _names_above(der: bytes) -> tuple[str, ...]:
    """Return the keys of what could be the certificate's issuer, or is itself."""
    try:
        found = parsed(der)
        return (_key(found.issuer.dump()), _key(found.subject.dump()))
    except (ValueError, TypeError):
        return ()


def _key(name: bytes) -> str:
    return sha256(name).hexdigest()[:20]


def _base64(items: Iterable[bytes]) -> list[str]:
    return [b64encode(item).decode() for item in items]


def _bytes(items: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(b64decode(item, validate=True) for item in items)
