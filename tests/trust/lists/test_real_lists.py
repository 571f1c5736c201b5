"""The real lists of the European Union, at clocks of their times."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from asn1crypto import cms
from lxml import etree

from fixtures.real_lists import IN_2019
from listina.trust.lists.errors import TrustedListInvalidError
from listina.trust.lists.reading import TrustedList
from listina.trust.lists.renewing import ListRenewal
from listina.trust.lists.services import ServiceType
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.lists.store import ListStore
from listina.trust.lists.verifying import Anchors, verified_list_of_lists, verified_national_list
from listina.trust.validation.inputs import Purpose
from listina.trust.validation.values import Kind, Qualified

IN_2026 = datetime(2026, 6, 1, tzinfo=UTC)
IN_2025 = datetime(2025, 9, 1, tzinfo=UTC)
PIVOT = "https://ec.europa.eu/tools/lotl/eu-lotl-pivot-{}.xml"


def _signer_of_335(lists: dict[str, bytes]) -> bytes:
    root = etree.fromstring(lists["eu-lotl-pivot-335.xml"])
    return b64decode(next(root.iter("{http://www.w3.org/2000/09/xmldsig#}X509Certificate")).text)


def _signers_certificate(path: Path) -> bytes:
    signed = cms.ContentInfo.load(path.read_bytes())["content"]
    return bytes(signed["certificates"][0].chosen.dump())


def _issuer(snapshot: TrustSnapshot, certificate: bytes) -> tuple[bytes, ...]:
    (anchor,) = snapshot.anchors_for([certificate])
    return (certificate, anchor)


def _check_of(content: bytes, above: TrustedList, at: datetime) -> str:
    with pytest.raises(TrustedListInvalidError) as refusal:
        verified_national_list(content, "CZ", above, at=at)
    return refusal.value.check


def test_the_list_of_lists_of_2026_is_signed_by_who_stands_in_the_official_journal(lists: dict[str, bytes]) -> None:
    found = verified_list_of_lists(lists["eu-lotl.xml"], {}, Anchors.official(), at=IN_2026)
    assert found.facts.sequence_number == 388
    assert len({pointer.territory for pointer in found.pointers}) == 32
    assert found.signers_of("CZ")


def test_the_list_of_lists_of_2026_has_expired_by_now(lists: dict[str, bytes]) -> None:
    with pytest.raises(TrustedListInvalidError, match="expired"):
        verified_list_of_lists(
            lists["eu-lotl.xml"], {}, Anchors.official(), at=datetime(2026, 11, 18, 12, 16, 35, tzinfo=UTC)
        )


def test_old_signers_reach_a_later_list_of_lists_through_its_pivots_only(lists: dict[str, bytes]) -> None:
    anchors = Anchors(certificates=(_signer_of_335(lists),), published_at=PIVOT.format(300))
    pivots = {PIVOT.format(number): lists[f"eu-lotl-pivot-{number}.xml"] for number in (335, 341)}
    found = verified_list_of_lists(lists["eu-lotl-old.xml"], pivots, anchors, at=IN_2025)
    assert found.facts.sequence_number == 369
    for known in ({}, {PIVOT.format(341): pivots[PIVOT.format(341)]}):
        with pytest.raises(TrustedListInvalidError, match="is missing"):
            verified_list_of_lists(lists["eu-lotl-old.xml"], known, anchors, at=IN_2025)
    with pytest.raises(TrustedListInvalidError, match="pivot-378"):
        verified_list_of_lists(lists["eu-lotl.xml"], pivots, anchors, at=IN_2026)


def test_the_estonian_list_is_verified_and_read(lists: dict[str, bytes]) -> None:
    anchors = Anchors(certificates=(_signer_of_335(lists),), published_at=PIVOT.format(300))
    pivots = {PIVOT.format(number): lists[f"eu-lotl-pivot-{number}.xml"] for number in (335, 341)}
    above = verified_list_of_lists(lists["eu-lotl-old.xml"], pivots, anchors, at=IN_2025)
    found = verified_national_list(lists["tsl-ee.xml"], "EE", above, at=IN_2025)
    assert (found.facts.sequence_number, len(found.services)) == (68, 49)
    assert all(period.is_understood for service in found.services for period in service.periods)
    assert any(service.provider == "SK ID Solutions AS" for service in found.services)


def test_tampered_unsigned_and_expired_czech_lists_are_refused(
    lists: dict[str, bytes], journal_of_2019: Anchors
) -> None:
    above = verified_list_of_lists(lists["EU.xml"], {}, journal_of_2019, at=IN_2019)
    assert _check_of(lists["CZ_broken-sig.xml"], above, IN_2019) == "signature"
    assert _check_of(lists["CZ_no-sig.xml"], above, IN_2019) == "signature"
    assert _check_of(lists["CZ.xml"], above, datetime(2020, 2, 23, tzinfo=UTC)) == "next_update"
    assert _check_of(lists["CZ.xml"], above, datetime(2019, 8, 1, tzinfo=UTC)) == "issued_at"
    assert _check_of(lists["tsl-ee.xml"], above, IN_2025) == "signer"


def test_the_czech_list_of_2019_knows_postsignum_since_before_eidas(snapshot_of_2019: TrustSnapshot) -> None:
    (service,) = (
        each
        for each in snapshot_of_2019.services
        if each.type is ServiceType.QUALIFIED_CERTIFICATES and each.name.startswith("(21)")
    )
    assert (service.provider, service.territory) == ("Česká pošta, s.p.", "CZ")
    assert [period.status for period in service.periods] == ["granted", "granted", "accredited"]
    assert service.periods[0].purposes == ("ForeSignatures", "ForeSeals", "ForWebSiteAuthentication")
    found = service.period_at(datetime(2014, 10, 10, tzinfo=UTC))
    assert found is not None
    assert found.status == "accredited"


def test_the_seal_of_a_receipt_of_2018_is_a_qualified_one(shared_data: Path, snapshot_of_2019: TrustSnapshot) -> None:
    certificate = _signers_certificate(shared_data / "isds" / "delivery-info-6452235.zfo")
    path = _issuer(snapshot_of_2019, certificate)
    found = snapshot_of_2019.qualification(path, at=datetime(2018, 6, 1, tzinfo=UTC), purpose=Purpose.SIGNATURE)
    assert (found.qualified, found.kind, found.in_device) == (Qualified.YES, Kind.SEAL, False)
    assert (found.provider, found.territory) == ("Česká pošta, s.p.", "CZ")


def test_the_seal_of_a_message_of_2014_is_a_mark_on_a_system_certificate(
    shared_data: Path, snapshot_of_2019: TrustSnapshot
) -> None:
    certificate = _signers_certificate(shared_data / "isds" / "incoming-3401761.zfo")
    path = _issuer(snapshot_of_2019, certificate)
    for moment in (datetime(2015, 3, 1, tzinfo=UTC), IN_2019):
        found = snapshot_of_2019.qualification(path, at=moment, purpose=Purpose.SIGNATURE)
        assert (found.qualified, found.kind, found.in_device) == (Qualified.YES, Kind.MARK, False)


def test_after_its_next_update_the_czech_list_says_nothing(
    shared_data: Path, lists: dict[str, bytes], journal_of_2019: Anchors, tmp_path: Path
) -> None:
    store = ListStore(folder=tmp_path, anchors=journal_of_2019)
    ListRenewal(store=store, now=lambda: IN_2019).take({name: lists[name] for name in ("CZ.xml", "EU.xml")})
    later = store.snapshot(at=IN_2019 + timedelta(days=200))
    path = _issuer(later, _signers_certificate(shared_data / "isds" / "delivery-info-6452235.zfo"))
    found = later.qualification(path, at=datetime(2018, 6, 1, tzinfo=UTC), purpose=Purpose.SIGNATURE)
    assert (found.qualified, found.kind) == (Qualified.UNKNOWN, Kind.UNKNOWN)
    assert [reason.code for reason in found.reasons] == ["list.expired"]


def test_qualified_timestamps_are_known_by_their_own_certificates(snapshot_of_2019: TrustSnapshot) -> None:
    units = [each for each in snapshot_of_2019.services if each.type is ServiceType.QUALIFIED_TIMESTAMPS]
    assert len(units) > 50
    unit = next(each for each in units if each.periods[0].status == "granted")
    (certificate, *_) = unit.certificates
    for moment, expected in ((IN_2019, Qualified.YES), (datetime(2001, 1, 1, tzinfo=UTC), Qualified.NO)):
        found = snapshot_of_2019.qualification((certificate,), at=moment, purpose=Purpose.TIMESTAMP)
        assert found.qualified is expected
    as_signature = snapshot_of_2019.qualification((certificate,), at=IN_2019, purpose=Purpose.SIGNATURE)
    assert as_signature.qualified is Qualified.NO


def test_a_snapshot_of_the_whole_union_opens_at_once(snapshot_of_2019: TrustSnapshot) -> None:
    many = [service for _ in range(30) for service in snapshot_of_2019.services]
    content = TrustSnapshot.of(many, at=IN_2019).to_bytes()
    began = perf_counter()
    opened = TrustSnapshot.from_bytes(content)
    took = perf_counter() - began
    assert len(list(opened.services)) == len(many) > 3500
    assert took < 0.15
