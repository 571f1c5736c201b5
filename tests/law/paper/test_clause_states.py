"""States of a clause of paper that the act would not recognise cannot be built."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from law.paper.building import COMPANY, NOVAKOVA, OLDER, PLAIN, STAMPED_AT, message, signature, timestamp
from listina.law.errors import ImpossibleFindingError, InvalidClauseError
from listina.law.paper.clause import ToPaperClause
from listina.law.paper.factors import Cause, Ended, Identity, Integrity, Means, MessageSource, Proof, Qualified, Result
from listina.law.paper.facts import Notes, OtherMeans, ReducedPage


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("authority_name", {"authority_name": " "}),
        ("number", {"number": None}),
        ("number", {"number": "a b"}),
        ("check_code", {"check_code": "0"}),
        ("verification_url", {"verification_url": "javascript:1"}),
        ("official_name", {"official_name": None}),
        ("official_name", {"securing_element": "hologram"}),
        ("official_name", {"official_name": None, "securing_element": ""}),
        ("drawn_up_on", {"drawn_up_on": datetime(2026, 3, 12, tzinfo=UTC)}),
        ("validated_at", {"validated_at": datetime(2026, 3, 12)}),  # noqa: DTZ001  # that is what is refused
        ("page_count", {"document_page_count": 0}),
        ("page_count", {"clause_page_count": 0}),
        ("input_digest", {"input_digest": "AB" * 32}),
        ("notes", {"notes": Notes(pages_printed_otherwise=(5,))}),
        ("notes", {"notes": Notes(reduced_pages=(ReducedPage(page=0, paper="A3"),))}),
        ("notes", {"notes": Notes(reduced_pages=(ReducedPage(page=1, paper="A3. Podpis je platný"),))}),
        ("timestamps", {"timestamps": (timestamp(over=1),)}),
    ],
)
def test_a_malformed_field_makes_no_clause(field: str, changes: dict[str, object]) -> None:
    with pytest.raises(InvalidClauseError) as error:
        replace(PLAIN, **changes)  # type: ignore[arg-type]  # the point is what is wrong
    assert error.value.field == field


@pytest.mark.parametrize(
    "stamps",
    [
        (),
        (timestamp(qualified=Qualified.NO),),
        (timestamp(time=OLDER),),
        (timestamp(result=Result.UNDECIDABLE, cause=Cause.NO_TRUSTED_PATH),),
    ],
)
def test_a_moment_proven_by_a_timestamp_that_the_clause_does_not_name_as_valid_makes_no_clause(stamps: object) -> None:
    proven = signature(proof=Proof.QUALIFIED_TIMESTAMP)
    assert proven.judged_at == STAMPED_AT
    with pytest.raises(InvalidClauseError, match="timestamps"):
        replace(PLAIN, signatures=(proven,), timestamps=stamps)  # type: ignore[arg-type]  # see above


def test_findings_that_contradict_each_other_make_no_signature() -> None:
    with pytest.raises(ImpossibleFindingError, match="valid_has_no_cause"):
        signature(cause=Cause.ALGORITHM)
    with pytest.raises(ImpossibleFindingError, match="valid_is_intact"):
        signature(integrity=Integrity.UNDECIDABLE)


def test_a_certificate_and_what_is_said_of_it_belong_together() -> None:
    good = signature()
    with pytest.raises(InvalidClauseError, match="signatures"):
        replace(good, factors=replace(good.factors, identity=Identity.PSEUDONYM))
    stamp = timestamp(certificate=None)
    with pytest.raises(InvalidClauseError, match="timestamps"):
        replace(stamp, factors=replace(stamp.factors, ended=Ended.YES))
    with pytest.raises(InvalidClauseError, match="other_means"):
        OtherMeans(means=Means.DATA_BOX_SYSTEM, certificate=COMPANY, integrity=Integrity.INTACT)
    with pytest.raises(InvalidClauseError, match="moment"):
        replace(NOVAKOVA, ended_at=datetime(2027, 1, 1))  # noqa: DTZ001  # that is what is refused


def test_a_records_system_is_named_exactly_where_the_facts_are_from_it() -> None:
    with pytest.raises(InvalidClauseError, match="message"):
        replace(message(MessageSource.RECORDS_SYSTEM), records_system="")
    with pytest.raises(InvalidClauseError, match="message"):
        replace(message(MessageSource.VERIFIED), records_system="GINIS")
    with pytest.raises(InvalidClauseError, match="message"):
        replace(message(MessageSource.VERIFIED), message_id=" ")


def test_a_clause_counts_its_pages_with_the_documents() -> None:
    clause: ToPaperClause = replace(PLAIN, document_page_count=9, clause_page_count=2)
    assert clause.page_count == 11
    assert not clause.is_preview
