"""Which files of a conversion to paper go when, and what stays of it for ever (decision 24)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from fixtures.conversions import House
from fixtures.data_messages import Attached, DataMessages, MessagePlan
from fixtures.database import TestDatabase
from fixtures.detached_signatures import DetachedSignatures
from fixtures.paper import ALL_FOUR, PaperHouse
from listina.conversions import sweeping, voiding
from listina.conversions.afterwards.event_list import event_list
from listina.conversions.afterwards.service import AfterwardsService
from listina.conversions.cases import CaseState
from listina.conversions.keeping import files, forgetting
from listina.conversions.models import Artifact, Case
from listina.conversions.to_paper.errors import PrintFileDeletedError
from listina.conversions.to_paper.models import PaperWork, ReceivedFile
from listina.conversions.to_paper.printing import Printed
from listina.database.roles import DatabaseRole
from listina.database.scope import authority_scope, system_scope
from listina.law.paper.keeping import KEPT_AS, PaperThing
from listina.law.retention import Period, Thing
from listina.register.errors import EvidenceNotKeptError
from listina.trust.signers import SoftwareKey

_ROLES = {
    PaperThing.INPUT: "document",
    PaperThing.DETACHED_SIGNATURE: "detached",
    PaperThing.DATA_MESSAGE: "message",
}
_KINDS = {
    PaperThing.PRINT_FILE: "print_file",
    PaperThing.CLAUSE_FILE: "clause",
    PaperThing.PAGE_PICTURE: "preview",
    PaperThing.VALIDATION_REPORT: "report",
}


@pytest.fixture
def handed_over(  # noqa: PLR0917  # fixtures are named, not ordered
    paper_house: PaperHouse,
    official_key: SoftwareKey,
    data_messages: DataMessages,
    detached_signatures: DetachedSignatures,
    afterwards: AfterwardsService,
    tmp_path: Path,
) -> UUID:
    """Return a registered conversion of an attachment with a signature beside it, handed over today."""
    document = paper_house.inputs.source.read_bytes()
    signature = tmp_path / "podpis.p7s"
    signature.write_bytes(detached_signatures.sign(document, official_key))
    plan = MessagePlan(files=(Attached(name="rozhodnuti.pdf", content=document),))
    actor, service, case_id = paper_house.house.actor, paper_house.service, paper_house.open_case()
    paper_house.receive(case_id, data_messages.message(plan))
    paper_house.receive(case_id, signature, beside=True)
    assert service.examine(actor.authority_id, case_id)
    paper_house.complete(case_id)
    if paper_house.paper(case_id).needs_integrity_decision:
        service.decide_integrity(actor, case_id, "Obálku zprávy jsme ověřili v systému.")
    service.preview(actor, case_id)
    service.prepare_print(actor, case_id)
    service.hand_out(actor, case_id, Printed.WHOLE)
    service.affirm(actor, case_id, ALL_FOUR)
    assert paper_house.house.service.finish(actor.authority_id, case_id) is CaseState.REGISTERED
    afterwards.acknowledge_hand_over(actor, case_id)
    return case_id


def things(house: House, case_id: UUID) -> Mapping[PaperThing, str]:
    """Return the digest of each thing the conversion keeps."""
    with authority_scope(house.actor.authority_id):
        received = dict(ReceivedFile.objects.filter(case_id=case_id, replaced_at=None).values_list("role", "sha256"))
        made = dict(Artifact.objects.filter(case_id=case_id).values_list("kind", "sha256"))
    return {
        **{thing: received[role] for thing, role in _ROLES.items()},
        **{thing: made[kind] for thing, kind in _KINDS.items()},
    }


def work_through(house: House) -> int:
    """Do what the nightly job and the sweep after it do; return how many cases gave files up."""
    done = sum(bool(files.give_up(house.service, *key)) for key in files.with_files_to_give_up(house.service))
    sweeping.sweep(house.service, house.actor.authority_id)
    return done


def swept_later(house: House) -> set[str]:
    """Let the sweep run the next day; return what is left."""
    house.clock.forward(timedelta(days=1))
    sweeping.sweep(house.service, house.actor.authority_id)
    return house.stored_digests()


def test_working_files_go_after_a_week_and_the_report_stays(
    paper_house: PaperHouse, afterwards: AfterwardsService, handed_over: UUID
) -> None:
    house = paper_house.house
    kept = things(house, handed_over)
    house.clock.forward(timedelta(days=7))
    assert work_through(house) == 0
    assert set(kept.values()) <= house.stored_digests()

    house.clock.forward(timedelta(days=1))
    assert work_through(house) == 1
    stored = house.stored_digests()
    for thing, digest in kept.items():
        assert (digest in stored) is (KEPT_AS[thing] is Thing.CLAUSE_RECORD), thing
    house.clock.forward(timedelta(days=60))
    assert work_through(house) == 0
    assert files.with_files_to_give_up(house.service) == ()
    assert [event.action for event in house.view(handed_over).events][-1] == "scans_deleted"
    with pytest.raises(PrintFileDeletedError):
        paper_house.service.another_original(house.actor, handed_over)
    view = afterwards.view(house.actor, handed_over)
    assert (view.output_deleted_at, view.kept_until.output) == (None, None)
    assert paper_house.paper(handed_over).report is not None
    assert afterwards.protocol(house.actor, handed_over).startswith(b"%PDF")


def test_a_file_that_another_took_the_place_of_is_swept_with_its_preview(
    paper_house: PaperHouse, official_key: SoftwareKey
) -> None:
    house = paper_house.house
    case_id = paper_house.examined_case(paper_house.inputs.source)
    first = paper_house.paper(case_id).document
    preview = paper_house.service.preview(house.actor, case_id).name
    paper_house.receive(case_id, paper_house.inputs.signed(official_key))
    second = paper_house.paper(case_id).document
    assert first is not None
    assert second is not None
    left = swept_later(house)
    assert second.sha256 in left
    assert {first.sha256, preview} & left == set()


def test_a_document_that_two_conversions_name_stays_for_the_other(
    paper_house: PaperHouse, official_key: SoftwareKey
) -> None:
    path = paper_house.inputs.signed(official_key)
    given_up, going_on = paper_house.examined_case(path), paper_house.examined_case(path)
    paper_house.house.service.void(paper_house.house.actor, given_up, "omylem")
    document = paper_house.paper(going_on).document
    assert document is not None
    assert document.sha256 in swept_later(paper_house.house)


def test_a_voided_conversion_loses_all_files(paper_house: PaperHouse, official_key: SoftwareKey) -> None:
    house = paper_house.house
    case_id = paper_house.printed_case(paper_house.inputs.signed(official_key))
    house.service.void(house.actor, case_id, "tiskárna nefunguje")
    assert swept_later(house) == set()


def test_an_abandoned_conversion_is_voided_with_its_files(paper_house: PaperHouse) -> None:
    house = paper_house.house
    case_id = paper_house.examined_case(paper_house.inputs.source)
    house.clock.forward(timedelta(days=15))
    for key in voiding.abandoned(house.service):
        assert voiding.void_abandoned(house.service, *key)
    assert house.view(case_id).state is CaseState.VOIDED
    assert swept_later(house) == set()


def test_a_refused_conversion_keeps_the_report_that_refused_it(
    paper_house: PaperHouse, official_key: SoftwareKey
) -> None:
    house = paper_house.house
    changed = paper_house.inputs.altered(official_key, lambda pdf: pdf.replace(b"konverze", b"konverzi", 1))
    case_id = paper_house.examined_case(changed)
    house.service.refuse(house.actor, case_id)
    with authority_scope(house.actor.authority_id):
        report = Artifact.objects.get(case_id=case_id, kind="report").sha256
    assert swept_later(house) == {report}
    assert paper_house.service.report(house.actor, case_id).verdict.value == "broken"


def later(house: House, **period: int) -> date:
    return Period(**period).after(house.clock.prague_day())


def test_after_the_period_names_and_reports_go_and_digests_stay(
    paper_house: PaperHouse, afterwards: AfterwardsService, handed_over: UUID, database: TestDatabase
) -> None:
    house = paper_house.house
    before, kept = house.view(handed_over), things(house, handed_over)
    with database.acting_as(DatabaseRole.RETENTION):
        assert forgetting.perform(later(house, years=1)).conversions == 0
        assert forgetting.perform(later(house, years=1, days=2)).conversions == 1
    with system_scope("what is left"):
        case, work = Case.objects.get(id=handed_over), PaperWork.objects.get(case_id=handed_over)
        assert {row.filename for row in ReceivedFile.objects.filter(case_id=handed_over)} == {""}
    assert (work.message, work.examined, work.consent, work.integrity_decision, work.affirmed) == (None,) * 5
    assert case.composed is not None
    assert "statements" not in case.composed
    assert "(DEMO)" not in str(case.composed)
    after = house.view(handed_over)
    assert (after.number, after.output) == (before.number, before.output)
    seen = paper_house.paper(handed_over)
    assert (seen.report, seen.is_examining) == (None, False)
    assert seen.document is not None
    assert seen.document.sha256 == kept[PaperThing.INPUT]
    clause = house.public_clause(after)
    assert clause is not None
    assert (clause.statements, clause.official_name) == ((), "")
    assert (clause.content_digest, clause.page_count) == (
        kept[PaperThing.INPUT],
        after.output and after.output.page_count,
    )
    told = event_list(house.actor, handed_over).paper
    assert told is not None
    assert told.affirmed == ()
    with pytest.raises(EvidenceNotKeptError):
        afterwards.protocol(house.actor, handed_over)
    assert swept_later(house) == set()


def test_unfinished_conversions_to_paper_are_not_forgotten(
    paper_house: PaperHouse, official_key: SoftwareKey, database: TestDatabase
) -> None:
    case_id = paper_house.printed_case(paper_house.inputs.signed(official_key))
    with database.acting_as(DatabaseRole.RETENTION):
        assert forgetting.perform(later(paper_house.house, years=1, days=2)).conversions == 0
    assert paper_house.view(case_id).designation
