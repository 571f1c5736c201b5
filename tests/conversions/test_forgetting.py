"""What the retention role deletes when the period is over, and what stays for ever (L300 § 26(5), decision 24)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import ProgrammingError

from fixtures.conversions import House
from fixtures.database import TestDatabase
from listina.audit import keeping as audit_keeping
from listina.audit.models import Entry
from listina.conversions import queries, sweeping
from listina.conversions.keeping import forgetting
from listina.conversions.keeping.forgetting import Category, Deleted
from listina.conversions.models import Answer, Case, CaseEvent
from listina.conversions.verification import Verdict, verify_file
from listina.database.roles import DatabaseRole
from listina.database.scope import authority_scope, system_scope
from listina.law.retention import Period
from listina.register import queries as register
from listina.register.errors import EvidenceNotKeptError
from listina.register.models import ClauseEvidence, ClauseRecord, LeafOutbox, Receipt


def live(database: TestDatabase, authority_id: int) -> None:
    """Turn an authority into a live one, which no service does yet."""
    with psycopg.connect(database.dsn(DatabaseRole.OWNER)) as owner:
        owner.execute("UPDATE accounts_authority SET mode = 'live' WHERE id = %s", [authority_id])


def later(house: House, **period: int) -> date:
    return Period(**period).after(house.clock.prague_day())


def found(categories: tuple[Category, ...]) -> dict[str, int]:
    return {each.name: each.found for each in categories}


def perform(database: TestDatabase, day: date) -> Deleted:
    with database.acting_as(DatabaseRole.RETENTION):
        return forgetting.perform(day)


def remains(number: str, case_id: UUID) -> dict[str, int]:
    with system_scope("what is left"):
        return {
            "evidence": ClauseEvidence.objects.filter(clause_id=number).count(),
            "record": ClauseRecord.objects.filter(clause_id=number).count(),
            "receipt": Receipt.objects.filter(clause_id=number).count(),
            "leaf": LeafOutbox.objects.filter(clause_id=number).count(),
            "answers": Answer.objects.filter(case_id=case_id).count(),
            "events": CaseEvent.objects.filter(case_id=case_id).count(),
        }


def test_a_live_conversion_is_kept_to_the_last_day_of_ten_years(house: House, database: TestDatabase) -> None:
    house.finished(house.ready_case())
    live(database, house.actor.authority_id)
    with database.acting_as(DatabaseRole.RETENTION):
        last = forgetting.plan(later(house, years=10))
        after = forgetting.plan(later(house, years=10) + timedelta(days=1))
    assert found(last)["live_conversions"] == 0
    assert found(after)["live_conversions"] == 1
    assert {each.name: each.source for each in after}["live_conversions"] == "L300 § 26(5)"


def test_a_plan_changes_nothing(house: House, database: TestDatabase) -> None:
    case_id = house.finished(house.ready_case())
    before = (house.view(case_id), remains(str(house.view(case_id).number), case_id))
    with database.acting_as(DatabaseRole.RETENTION):
        assert found(forgetting.plan(later(house, years=30)))["test_conversions"] == 1
    assert (house.view(case_id), remains(str(before[0].number), case_id)) == before


def test_names_and_texts_go_and_the_number_stays_accounted_for(house: House, database: TestDatabase) -> None:
    case_id = house.finished(house.ready_case(designation="Rozhodnutí o příspěvku"))
    view = house.view(case_id)
    accounting = house.accounting()
    assert perform(database, later(house, years=1, days=2)).conversions == 1

    assert remains(str(view.number), case_id) == {
        "evidence": 0, "record": 0, "receipt": 0, "leaf": 1, "answers": 0, "events": 0,
    }  # fmt: skip
    clause = house.public_clause(view)
    assert clause is not None
    assert view.output is not None
    assert (clause.number, clause.sha256, clause.input_page_count) == (view.number, view.output.sha256, 1)
    assert (clause.authority_name, clause.official_name) == (view.authority_name, "")
    assert house.accounting() == accounting
    with system_scope("what is left"):
        row = Case.objects.get(id=case_id)
        assert (row.designation, row.purpose, row.official_snapshot, row.certificate) == ("", "", {}, None)
        assert row.signed is not None
        assert [page.filename for page in row.pages.all()] == [""]


def test_an_output_in_somebodys_hands_still_verifies(house: House, database: TestDatabase, tmp_path: Path) -> None:
    case_id = house.finished(house.ready_case())
    held = tmp_path / "held.pdf"
    held.write_bytes(queries.output_path(house.service, house.actor, case_id).read_bytes())
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(held.read_bytes().replace(b"/Title", b"/Tltle", 1) + b"\n")
    perform(database, later(house, years=1, days=2))
    judged = [verify_file(path, policy=house.service.policy, at=house.clock()) for path in (held, changed)]
    assert [report.verdict for report in judged] == [Verdict.VERIFIED, Verdict.NOT_VERIFIED]
    assert judged[0].clause is not None


def test_the_reason_of_an_unused_number_goes_and_the_number_stays(house: House, database: TestDatabase) -> None:
    case_id = house.signed_case()
    house.service.void(house.actor, case_id, "Žádá o to paní Nováková")
    accounting = house.accounting()
    perform(database, later(house, years=1, days=2))
    with authority_scope(house.actor.authority_id):
        (unused,) = register.unused_numbers()
    assert (unused.number, unused.reason) == (house.view(case_id).number, "")
    assert house.accounting() == accounting


def test_the_record_of_a_refusal_keeps_its_reasons_without_names(house: House, database: TestDatabase) -> None:
    case_id = house.ready_case(designation="Rozhodnutí o příspěvku")
    house.service.answer(house.actor, case_id, {"irreplaceable": "yes"})
    house.service.refuse(house.actor, case_id)
    before = house.service.refusal_record(house.actor, case_id)
    perform(database, later(house, years=1, days=2))
    record = house.service.refusal_record(house.actor, case_id)
    assert record["reasons"] == before["reasons"]
    assert "smazáno" in str(record["document"])
    assert "smazáno" in str(record["official_name"])


def test_a_receipt_that_went_with_the_evidence_is_said_to_be_gone(house: House, database: TestDatabase) -> None:
    case_id = house.finished(house.ready_case())
    assert queries.receipt(house.service, house.actor, case_id).document
    perform(database, later(house, years=1, days=2))
    with pytest.raises(EvidenceNotKeptError):
        queries.receipt(house.service, house.actor, case_id)


def test_the_files_of_a_forgotten_conversion_are_swept(house: House, database: TestDatabase) -> None:
    house.finished(house.ready_case())
    assert house.stored_digests()
    perform(database, later(house, years=1, days=2))
    house.clock.forward(timedelta(days=1))
    sweeping.sweep(house.service, house.actor.authority_id)
    assert house.stored_digests() == set()


def test_unfinished_conversions_and_younger_ones_stay(house: House, database: TestDatabase) -> None:
    unfinished, finished = house.ready_case(), house.finished(house.ready_case())
    assert perform(database, later(house, years=1)).conversions == 0
    assert perform(database, later(house, years=1, days=2)).conversions == 1
    assert house.view(unfinished).designation
    assert not house.view(finished).designation


def test_doing_it_again_deletes_nothing_more_and_each_time_is_audited(house: House, database: TestDatabase) -> None:
    house.finished(house.ready_case())
    day = later(house, years=1, days=2)
    assert perform(database, day).conversions == 1
    assert perform(database, day).conversions == 0
    with system_scope("the protocol in the audit"):
        entries = list(Entry.objects.filter(action="retention.performed").order_by("id"))
    assert [entry.details["conversions"] for entry in entries] == [1, 0]
    assert entries[0].details["evidence"] == 1


def test_sign_ins_are_dropped_after_eighteen_months_and_the_rest_after_ten_years(
    house: House, database: TestDatabase
) -> None:
    with system_scope("an entry of each kind"):
        for action in ("account.signed_in", "conversion.opened"):
            Entry.objects.create(action=action, subject="x")
    kinds = (audit_keeping.SIGN_INS, audit_keeping.EVERYTHING_ELSE)

    def dropped(day: date) -> list[bool]:
        rows = perform(database, day).rows
        return [rows.get(f"audit_of_{kind}", 0) > 0 for kind in kinds]

    assert dropped(later(house, months=18)) == [False, False]
    assert dropped(later(house, months=18, days=2)) == [True, False]
    assert dropped(later(house, years=10, days=2)) == [False, True]


def test_the_application_itself_cannot_forget(house: House) -> None:
    house.finished(house.ready_case())
    with pytest.raises(ProgrammingError, match="permission denied"):
        forgetting.perform(later(house, years=1, days=2))
