"""The Czech list of 2019 about I.CA, PostSignum and eIdentity, against a small reader of its history that is not ours.

The test issues certificates in the authorities' names: the list's word on them is asked, not who signed them.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from fixtures.real_lists import IN_2019
from listina.trust import demo_certificates as profiles
from listina.trust.demo_certificates import KeyKind
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.validation.inputs import Purpose
from listina.trust.validation.values import Kind, Qualified

EIDAS = datetime(2016, 6, 30, 22, tzinfo=UTC)
NAMES = {"t": "http://uri.etsi.org/02231/v2#"}
AUTHORITIES = ("(16)", "(78)", "(128)", "(21)", "(57)", "(115)", "(116)", "(23)", "(64)", "(97)")
"""I.CA, PostSignum (Česká pošta) and eIdentity, by the beginnings of their names in the list."""
UNITS = ("(56)", "(77)", "(73)", "(76)")
"""Timestamp units of the three that were accredited and withdrawn with eIDAS."""
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One service: its certificate, and (since, status, purposes) of each of its periods."""

    certificate: bytes
    history: tuple[tuple[datetime, str, frozenset[str]], ...]

    def grants(self, moment: datetime, purpose: str) -> bool:
        """Tell whether it qualified something for a purpose at a moment; TS 119 615 in five lines."""
        begun = [period for period in self.history if period[0] <= moment]
        if not begun:
            return False
        _, status, purposes = max(begun)
        if moment < EIDAS:
            return status in {"granted", "undersupervision", "supervisionincessation", "accredited"}
        return status == "granted" and (not purposes or not purpose or purpose in purposes)

    def turns(self) -> Iterator[datetime]:
        """Yield the moments around each change, and the last one."""
        for since, _, _ in self.history:
            yield from (since - SECOND, since, since + timedelta(days=20))
        yield IN_2019


@pytest.fixture(scope="module")
def entries(lists: dict[str, bytes]) -> dict[str, Entry]:
    """Return the entries of the list by the numbers in their names, read by XPath."""
    found = {}
    for each in etree.fromstring(lists["CZ.xml"]).xpath("//t:TSPService", namespaces=NAMES):
        now = each.xpath("t:ServiceInformation", namespaces=NAMES)
        name = now[0].xpath("string(t:ServiceName/t:Name)", namespaces=NAMES).strip()
        der = now[0].xpath("string(.//t:X509Certificate)", namespaces=NAMES)
        periods = [*now, *each.xpath(".//t:ServiceHistoryInstance", namespaces=NAMES)]
        found[name.partition(" ")[0]] = Entry(certificate=b64decode(der), history=tuple(map(_period, periods)))
    return found


def _period(described: etree._Element) -> tuple[datetime, str, frozenset[str]]:
    since = described.xpath("string(t:StatusStartingTime)", namespaces=NAMES)
    status = described.xpath("string(t:ServiceStatus)", namespaces=NAMES)
    purposes = described.xpath(".//t:AdditionalServiceInformation/t:URI/text()", namespaces=NAMES)
    return (
        datetime.fromisoformat(since),
        status.rpartition("/")[2],
        frozenset(each.strip().rpartition("/")[2] for each in purposes),
    )


@pytest.mark.parametrize("number", AUTHORITIES)
def test_an_authority_qualifies_signatures_and_seals_when_the_list_says_so(
    number: str, entries: dict[str, Entry], snapshot_of_2019: TrustSnapshot
) -> None:
    entry, key = entries[number], KeyKind.P_256.generate()
    issuer = profiles.Issuer(certificate=x509.load_der_x509_certificate(entry.certificate), key=key)
    seen: set[tuple[Kind, Qualified]] = set()
    for moment in (each for each in entry.turns() if each < issuer.certificate.not_valid_after_utc):
        for kind, purpose, extensions in (
            (Kind.SIGNATURE, "ForeSignatures", profiles.signature()),
            (Kind.SEAL, "ForeSeals", profiles.electronic_seal()),
        ):
            leaf = issuer.issue(
                common_name="Jan Novák", organization="Úřad", key=key, extensions=extensions, not_before=moment
            )
            path = (leaf.public_bytes(Encoding.DER), entry.certificate)
            expected = entry.grants(leaf.not_valid_before_utc, purpose) and entry.grants(moment, purpose)
            found = snapshot_of_2019.qualification(path, at=moment, purpose=Purpose.SIGNATURE)
            told = (found.qualified, found.kind if expected else Kind.UNKNOWN, found.territory)
            assert told == ((Qualified.YES, kind, "CZ") if expected else (Qualified.NO, Kind.UNKNOWN, "CZ")), (
                number,
                moment,
                purpose,
                found,
            )
            seen.add((kind, found.qualified))
    assert {Qualified.YES, Qualified.NO} <= {qualified for _, qualified in seen}


@pytest.mark.parametrize(
    ("number", "day"),
    [("(78)", datetime(2017, 8, 16, 12, 15, tzinfo=UTC)), ("(57)", datetime(2017, 8, 30, 22, tzinfo=UTC))],
)
def test_seals_of_ica_and_postsignum_are_qualified_since_their_days_in_2017(
    number: str, day: datetime, entries: dict[str, Entry], snapshot_of_2019: TrustSnapshot
) -> None:
    """The same by hand, so that two readers with one mistake do not agree."""
    entry, key, extensions = entries[number], KeyKind.P_256.generate(), profiles.electronic_seal()
    issuer = profiles.Issuer(certificate=x509.load_der_x509_certificate(entry.certificate), key=key)
    for issued, qualified in ((day - timedelta(days=1), Qualified.NO), (day + timedelta(days=1), Qualified.YES)):
        leaf = issuer.issue(common_name="Úřad", organization="Úřad", key=key, extensions=extensions, not_before=issued)
        path = (leaf.public_bytes(Encoding.DER), entry.certificate)
        found = snapshot_of_2019.qualification(path, at=IN_2019, purpose=Purpose.SIGNATURE)
        assert found.qualified is qualified


@pytest.mark.parametrize("number", UNITS)
def test_a_timestamp_unit_is_qualified_until_it_was_withdrawn(
    number: str, entries: dict[str, Entry], snapshot_of_2019: TrustSnapshot
) -> None:
    entry = entries[number]
    for moment in entry.turns():
        found = snapshot_of_2019.qualification((entry.certificate,), at=moment, purpose=Purpose.TIMESTAMP)
        assert found.qualified is (Qualified.YES if entry.grants(moment, "") else Qualified.NO)
    before, after = (
        snapshot_of_2019.qualification((entry.certificate,), at=EIDAS + step, purpose=Purpose.TIMESTAMP).qualified
        for step in (-SECOND, timedelta(0))
    )
    assert (before, after) == (Qualified.YES, Qualified.NO)
