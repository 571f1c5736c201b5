"""Canonical bytes: the same record always gives the same bytes, another one never does."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listina.law.directions import Direction
from listina.register.records import ConfirmedRecord, PaperFacts, canonical, canonical_record
from register.builders import NOW, digest, make_paper_record, make_record

CASE = UUID("00000000-0000-4000-8000-000000000001")
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(alphabet="abcxyz_", min_size=1), inner),
)


def test_the_canonical_form_is_the_documented_one() -> None:
    value = {"b": [True, None, 7], "a": "č\u00a0j.", "at": datetime(2026, 3, 12, 14, 5, 9, tzinfo=UTC)}
    value |= {"day": date(2026, 3, 12), "fee": Decimal(0), "id": CASE}

    assert canonical(value).decode() == (
        '{"a":"č\u00a0j.","at":"2026-03-12T14:05:09.000000Z","b":[true,null,7],"day":"2026-03-12","fee":"0.00",'
        '"id":"00000000-0000-4000-8000-000000000001"}'
    )


def test_a_known_record_has_a_known_digest() -> None:
    # The vector holds ledgers together: if it changes, RECORD_VERSION must change with it.
    assert digest(canonical_record(make_record("T1-7-260312140509", CASE)).decode()) == KNOWN_DIGEST


@given(PLAIN)
def test_canonical_bytes_say_what_was_said(value: object) -> None:
    assert json.loads(canonical(value)) == value


@given(PLAIN, PLAIN)
def test_two_values_have_the_same_bytes_only_if_they_are_the_same(one: object, other: object) -> None:
    assert (canonical(one) == canonical(other)) == (
        json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    )


CHANGES: dict[str, Any] = {
    "number": "T2-7-260312140509",
    "case_id": UUID(int=5),
    "authority": {"name": "x", "ico": "2"},
    "official": None,
    "certificate": {},
    "grant": {},
    "standing": "demo",
    "input_page_count": 9,
    "untransferable": (("vodoznak", (1,)),),
    "clause_date": date(2030, 1, 1),
    "conversion_date": date(2030, 1, 1),
    "reserved_at": NOW + timedelta(days=1),
    "signed_at": NOW + timedelta(days=1),
    "timestamp_time": NOW + timedelta(days=1),
    "handed_over_at": NOW,
    "reference_number": None,
    "file_mark": "S 1",
    "agenda_code": "A9",
    "purpose": "other",
    "designation": "other",
    "drawn_up_on": None,
    "file": dataclasses.replace(make_record("", CASE).file, length=2001),
    "page_digests": (),
    "signature_sha256": digest("other"),
    "report_sha256": digest("other"),
    "fee": None,
    "paper": PaperFacts(statements=(("Podpis", "Jiná věta."),), affirmed_at=NOW),
}
ONLY_TO_PAPER = {"paper"}
ONLY_TO_ELECTRONIC = {"signed_at", "timestamp_time", "signature_sha256"}
FIELDS = [field.name for field in dataclasses.fields(ConfirmedRecord)]


@pytest.mark.parametrize("field", [name for name in FIELDS if name not in {"direction"} | ONLY_TO_PAPER])
def test_every_field_is_bound(field: str) -> None:
    record = make_record("T1-7-260312140509", CASE)

    assert f'"{field}":' in canonical_record(record).decode()
    changes = {field: CHANGES[field]}
    assert canonical_record(dataclasses.replace(record, **changes)) != canonical_record(record)


@pytest.mark.parametrize("field", [name for name in FIELDS if name not in {"direction"} | ONLY_TO_ELECTRONIC])
def test_every_field_is_bound_to_paper(field: str) -> None:
    record = make_paper_record("T1-7-260312140509", CASE)

    assert f'"{field}":' in canonical_record(record).decode()
    changes = {field: CHANGES[field]}
    assert canonical_record(dataclasses.replace(record, **changes)) != canonical_record(record)


def test_the_direction_is_bound_and_each_has_a_version_of_its_own() -> None:
    electronic = json.loads(canonical_record(make_record("T1-7-260312140509", CASE)))
    paper = json.loads(canonical_record(make_paper_record("T1-7-260312140509", CASE)))

    assert (electronic["version"], electronic["record"]["direction"]) == (1, "to_electronic")
    assert (paper["version"], paper["record"]["direction"]) == (2, "to_paper")
    assert "paper" not in electronic["record"]


@pytest.mark.parametrize(
    "changes",
    [
        {"paper": None},
        {"report_sha256": None},
        {"signed_at": NOW},
        {"signature_sha256": digest("signature")},
        {"direction": Direction.TO_ELECTRONIC},
    ],
)
def test_a_record_to_paper_needs_a_report_and_statements_and_no_signature(changes: dict[str, Any]) -> None:
    record = make_paper_record("T1-7-260312140509", CASE)
    with pytest.raises(ValueError, match="does not fit its direction"):
        dataclasses.replace(record, **changes)


@pytest.mark.parametrize("field", sorted(ONLY_TO_ELECTRONIC))
def test_a_record_to_electronic_needs_its_signature(field: str) -> None:
    record = make_record("T1-7-260312140509", CASE)
    changes: dict[str, Any] = {field: None}
    with pytest.raises(ValueError, match="does not fit its direction"):
        dataclasses.replace(record, **changes)


def test_the_zone_of_a_moment_does_not_matter_but_its_absence_does() -> None:
    moment = datetime(2026, 3, 12, 14, 5, 9, 1, tzinfo=UTC)
    assert canonical(moment) == canonical(moment.astimezone(timezone(timedelta(hours=2))))
    with pytest.raises(ValueError, match="time zone"):
        canonical(moment.replace(tzinfo=None))


@pytest.mark.parametrize("value", [1.5, {"č": 1}, {1: 1}, b"bytes", {1, 2}])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


KNOWN_DIGEST = "9edf05c441e105e20bb8ab61cd52ee7b7d928ba6ededd2e392b5492e0b253b2c"
