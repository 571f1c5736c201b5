"""The integrator's guide names every field of a report, and every value it can have."""

from __future__ import annotations

import re
from dataclasses import fields
from enum import StrEnum
from pathlib import Path

import pytest

from listina.trust.validation import message_report, report, signature_report, values

GUIDE = (Path(__file__).parents[3] / "docs" / "integrator-guide.md").read_text("utf-8")
NAMED = frozenset(re.findall(r"`([A-Za-z0-9_\-]+)`", GUIDE)) | frozenset(re.findall(r"`(\w+)\.\w+`", GUIDE))
TOLD = [
    kind
    for module in (report, signature_report, message_report)
    for kind in vars(module).values()
    if isinstance(kind, type) and kind.__module__ == module.__name__
]
# Their values are those of ETSI, or say themselves what they are.
NOT_SPELT_OUT = {values.SubIndication, values.MaterialKind}
LISTS = [
    kind
    for kind in vars(values).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum and kind not in NOT_SPELT_OUT
]


@pytest.mark.parametrize("kind", TOLD, ids=lambda kind: kind.__name__)
def test_each_field_of_the_json_is_named(kind: type) -> None:
    assert {field.name for field in fields(kind)} <= NAMED


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.__name__)
def test_each_value_of_a_closed_list_is_named(kind: type[StrEnum]) -> None:
    assert {item.value for item in kind} <= NAMED
