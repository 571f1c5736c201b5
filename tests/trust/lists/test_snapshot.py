"""The digest of the trusted lists: quick to open, the same after a journey, and what it believes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fixtures.pki import MADE_AT
from listina.trust.demo_pki import DemoPki
from listina.trust.lists.errors import SnapshotInvalidError
from listina.trust.lists.services import Criteria, Period, Qualifiers, Service, ServiceType
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.signers import SoftwareKey
from listina.trust.validation.inputs import InputTrust, Purpose
from listina.trust.validation.report import ListUsed
from listina.trust.validation.values import Kind, Qualified
from listina.trust.validation_data import ValidationData

NOW = datetime.now(UTC)


def _list(territory: str, next_update: datetime) -> ListUsed:
    return ListUsed(
        territory=territory,
        sequence_number=1,
        issued_at=MADE_AT,
        next_update=next_update,
        fetched_at=MADE_AT,
        sha256="00" * 32,
    )


def _snapshot(pki: DemoPki, *, at: datetime = NOW) -> TrustSnapshot:
    criteria = Criteria(combined="all", key_usages=((("content_commitment", True),),))
    service = Service(
        type=ServiceType.QUALIFIED_CERTIFICATES,
        territory="CZ",
        list_of_lists="EU",
        provider="Vydavatel, s. p.",
        name="vydávání kvalifikovaných certifikátů",
        certificates=(pki.ca,),
        periods=(
            Period(
                status="granted",
                since=MADE_AT - timedelta(days=400),
                purposes=("ForeSignatures",),
                qualifiers=(Qualifiers(names=("QCWithQSCD",), criteria=criteria),),
            ),
        ),
    )
    lists = (_list("EU", NOW + timedelta(days=90)), _list("CZ", NOW + timedelta(days=30)))
    return TrustSnapshot.of((service,), at=at, lists=lists, supplied=ValidationData(crls=pki.crls()))


def test_a_snapshot_is_the_same_after_a_journey(demo_pki: DemoPki) -> None:
    trust: InputTrust = _snapshot(demo_pki)
    arrived = TrustSnapshot.from_bytes(_snapshot(demo_pki).to_bytes())
    assert arrived == trust
    assert arrived.sha256 == _snapshot(demo_pki).sha256
    assert next(iter(arrived.services)).certificates == (demo_pki.ca,)


def test_anything_else_is_no_snapshot() -> None:
    for content in (b"", b"{}", b"[]", b'{"version":99}', b"\xff"):
        with pytest.raises(SnapshotInvalidError):
            TrustSnapshot.from_bytes(content)


def test_an_anchor_is_found_by_the_names_of_what_it_issued(demo_pki: DemoPki, official_key: SoftwareKey) -> None:
    trust = _snapshot(demo_pki)
    assert trust.anchors_for([official_key.certificate]) == (demo_pki.ca,)
    assert trust.anchors_for([demo_pki.ca]) == (demo_pki.ca,)
    assert trust.anchors_for([demo_pki.root, b"no certificate"]) == ()


def test_a_granted_service_makes_its_certificates_qualified(demo_pki: DemoPki, official_key: SoftwareKey) -> None:
    path = (official_key.certificate, demo_pki.ca)
    found = _snapshot(demo_pki).qualification(path, at=NOW, purpose=Purpose.SIGNATURE)
    assert (found.qualified, found.kind, found.in_device) == (Qualified.YES, Kind.SIGNATURE, True)
    assert (found.provider, found.territory, found.reasons) == ("Vydavatel, s. p.", "CZ", ())


def test_an_expired_list_qualifies_nothing(demo_pki: DemoPki, official_key: SoftwareKey) -> None:
    trust = _snapshot(demo_pki, at=NOW + timedelta(days=31))
    found = trust.qualification((official_key.certificate, demo_pki.ca), at=NOW, purpose=Purpose.SIGNATURE)
    assert (found.qualified, [reason.code for reason in found.reasons]) == (Qualified.UNKNOWN, ["list.expired"])


def test_anchors_alone_qualify_nothing(demo_pki: DemoPki, official_key: SoftwareKey) -> None:
    trust = TrustSnapshot.of_anchors(demo_pki.anchors, at=NOW)
    path = (official_key.certificate, demo_pki.ca, demo_pki.root)
    found = trust.qualification(path, at=NOW, purpose=Purpose.SIGNATURE)
    assert (found.qualified, [reason.code for reason in found.reasons]) == (Qualified.UNKNOWN, ["list.none"])
    assert trust.anchors_for([official_key.certificate]) == demo_pki.anchors


def test_two_snapshots_together_keep_their_services_apart(demo_pki: DemoPki, official_key: SoftwareKey) -> None:
    both = _snapshot(demo_pki) | TrustSnapshot.of_anchors(demo_pki.anchors, at=NOW)
    assert both.name == "trusted-lists,demo"
    assert both.anchors_for([official_key.certificate]) == (demo_pki.root, demo_pki.ca)
    assert TrustSnapshot.from_bytes(both.to_bytes()) == both
