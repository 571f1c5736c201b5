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

from listina.register.records import ConfirmedRecord, canonical, canonical_record
from register.builders import digest, make_record

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


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(ConfirmedRecord)])
def test_every_field_is_bound(field: str) -> None:
    record = make_record("T1-7-260312140509", CASE)
    present = canonical_record(record)
    assert f'"{field}":' in present.decode()

    other = {
        "case_id": UUID(int=5),
        "authority": {"name": "x", "ico": "2"},
        "official": None,
        "certificate": {},
        "grant": {},
        "untransferable": (),
        "page_digests": (),
        "input_page_count": 9,
        "file": dataclasses.replace(record.file, length=2001),
        "fee": None,
        "direction": "x",
    }
    moments = {"reserved_at", "signed_at", "timestamp_time", "handed_over_at"}
    days = {"clause_date", "conversion_date"}
    changed = other.get(field, datetime(2030, 1, 1, tzinfo=UTC) if field in moments else "other")
    if field in days:
        changed = date(2030, 1, 1)
    changes: dict[str, Any] = {field: changed}
    assert canonical_record(dataclasses.replace(record, **changes)) != present


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
