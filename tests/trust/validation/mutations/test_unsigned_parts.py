"""What anybody may add to a signature without breaking it says nothing that is believed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import cms

from fixtures.input_trust import trust_of
from listina.trust.policy import TrustPolicy
from listina.trust.signers import SoftwareKey
from listina.trust.timestamps import TimestampClient
from listina.trust.validation.engine import validate
from listina.trust.validation.inputs import InputFile, Request, ValidationInput
from listina.trust.validation.values import Integrity
from trust.validation.mutations.documents import TABLE, rich
from trust.validation.mutations.harm_to_values import add_unsigned, put
from trust.validation.mutations.signing import Signing

_LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


def test_a_signing_time_that_nobody_signed_is_not_told(
    tmp_path: Path, elliptic_official_key: SoftwareKey, timestamp_client: TimestampClient, trust_policy: TrustPolicy
) -> None:
    signing = Signing(key=elliptic_official_key, client=timestamp_client, crls=tuple(trust_policy.crls()))
    attribute = cms.CMSAttribute({"type": "signing_time", "values": [cms.Time({"utc_time": _LONG_AGO})]})
    path = tmp_path / "podpis.pdf"
    path.write_bytes(put(signing.sign(rich(TABLE), "Podpis1"), add_unsigned(attribute)))
    what = ValidationInput(document=InputFile(path=path, name=path.name))
    (found,) = validate(Request(what=what, trust=trust_of(trust_policy), at=datetime.now(UTC))).report.signatures

    assert found.integrity is Integrity.INTACT
    assert found.claimed_at is not None
    assert found.claimed_at.year > _LONG_AGO.year
