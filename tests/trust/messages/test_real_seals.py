"""The seals of real messages, judged by the Czech list of 2019 at their dates."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyhanko.sign.validation.qualified import eutl_parse

from listina.trust.lists.renewing import ListRenewal
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.lists.store import ListStore
from listina.trust.lists.verifying import Anchors
from listina.trust.validation.engine import validate
from listina.trust.validation.inputs import InputFile, NeedKind, Request, Validated, ValidationInput
from listina.trust.validation.message_report import MessageReport
from listina.trust.validation.values import (
    Integrity,
    Kind,
    MessageKind,
    Proof,
    Qualified,
    Result,
    RevocationStatus,
    SubIndication,
    Verdict,
)

IN_2019 = datetime(2019, 10, 1, tzinfo=UTC)
AUTHORITY = "PostSignum Qualified CA 2; Česká pošta, s.p. [IČ 47114983]"
JOURNAL = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=uriserv:OJ.C_.2019.276.01.0001.01.ENG"


@pytest.fixture(scope="module")
def trust(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> TrustSnapshot:
    certificates = tuple(each.dump() for each in eutl_parse.ojeu_bootstrap_lotl_tlso_certs(0))
    anchors = Anchors(certificates=certificates, published_at=JOURNAL)
    store = ListStore(folder=tmp_path_factory.mktemp("lists"), anchors=anchors)
    files = {name: (shared_data / "trusted-lists" / name).read_bytes() for name in ("EU.xml", "CZ.xml")}
    ListRenewal(store=store, now=lambda: IN_2019).take(files)
    found = store.snapshot(at=IN_2019)
    assert found is not None
    return found


def _validated(path: Path, trust: TrustSnapshot, at: datetime) -> Validated:
    file = InputFile(path=path, name=path.name)
    return validate(Request(what=ValidationInput(document=file, message=file), trust=trust, at=at))


def _message(validated: Validated) -> MessageReport:
    assert validated.report.message is not None
    return validated.report.message


@pytest.mark.parametrize("at", [datetime(2015, 3, 2, 13, tzinfo=UTC), IN_2019])
def test_the_message_of_2015_is_intact_under_a_qualified_mark_proven_by_its_timestamp(
    shared_data: Path, trust: TrustSnapshot, at: datetime
) -> None:
    validated = _validated(shared_data / "isds" / "incoming-3401761.zfo", trust, at)
    message = _message(validated)
    envelope = message.envelope
    assert message.kind is MessageKind.DELIVERED
    assert envelope.integrity is Integrity.INTACT
    assert envelope.kind is Kind.MARK
    assert not envelope.recognised
    assert envelope.chain == (AUTHORITY,)
    assert envelope.qualification.qualified is Qualified.YES
    assert envelope.qualification.provider == "Česká pošta, s.p."
    assert envelope.proof is Proof.SIGNATURE_TIMESTAMP
    assert envelope.best_time == datetime(2015, 3, 2, 11, 3, 8, 153000, tzinfo=UTC)
    assert envelope.certificate is not None
    assert envelope.certificate.holder.startswith("Informační systém datových schránek")
    assert message.timestamp is not None
    assert message.timestamp.result is Result.VALID
    assert message.timestamp.qualification.qualified is Qualified.YES
    assert message.timestamp.time == datetime(2015, 3, 2, 11, 2, 27, 425000, tzinfo=UTC)


def test_nobody_knows_offline_whether_its_certificate_was_revoked_so_that_is_asked_for(
    shared_data: Path, trust: TrustSnapshot
) -> None:
    validated = _validated(shared_data / "isds" / "incoming-3401761.zfo", trust, IN_2019)
    message = _message(validated)
    assert message.envelope.revocation.status is RevocationStatus.UNKNOWN
    assert message.envelope.sub_indication is SubIndication.TRY_LATER
    assert [reason.code for reason in message.reasons] == ["message.seal_not_verified", "message.other_document"]
    assert message.integrity is Integrity.UNDECIDABLE
    assert validated.report.verdict is Verdict.UNDECIDABLE
    assert {need.kind for need in validated.needs} == {NeedKind.CRL}


def test_the_receipt_of_2018_has_a_qualified_seal_and_no_timestamp_over_it(
    shared_data: Path, trust: TrustSnapshot
) -> None:
    path = shared_data / "isds" / "delivery-info-6452235.zfo"
    in_time = _message(_validated(path, trust, datetime(2018, 4, 25, 16, tzinfo=UTC)))
    assert in_time.kind is MessageKind.RECEIPT
    assert in_time.envelope.integrity is Integrity.INTACT
    assert in_time.envelope.kind is Kind.SEAL
    assert in_time.envelope.qualification.qualified is Qualified.YES
    assert in_time.envelope.sub_indication is SubIndication.TRY_LATER
    assert in_time.timestamp is not None
    assert in_time.timestamp.result is Result.VALID
    later = _message(_validated(path, trust, IN_2019))
    assert later.envelope.sub_indication is SubIndication.OUT_OF_BOUNDS_NO_POE
