"""What the signers of a revision allow to be changed later: certification (DocMDP) and locked fields.

Source: ISO 32000-2, §§ 12.8.2.2, 12.8.2.4 and 12.7.5.5 (table 235); DocMDP P = 1, 2, 3.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from listina.trust.validation.changes.states import NotJudgeableError, State

_UNDER_NO_CHANGES = frozenset({"padding", "unchanged", "validation_data", "document_timestamp", "metadata_dates"})


class Level(IntEnum):
    """What a certification permits; OPEN if there is none."""

    NO_CHANGES = 1
    FORMS = 2
    ANNOTATIONS = 3
    OPEN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Fields nobody may change.

    Attributes:
        action: `/All`, `/Include` or `/Exclude`.
        names: full names of fields; those below are meant as well.
    """

    action: str
    names: tuple[str, ...]

    def holds(self, name: str) -> bool:
        """Tell whether a field is locked."""
        named = any(name == one or name.startswith(f"{one}.") for one in self.names)
        return {"/All": True, "/Include": named, "/Exclude": not named}[self.action]


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """What is allowed.

    Attributes:
        level: the narrowest certification.
        locks: of all signatures.
    """

    level: Level = Level.OPEN
    locks: tuple[Lock, ...] = ()

    def forbids(self, code: str) -> bool:
        """Tell whether a certification without permission of any change forbids a kind of change."""
        return self.level is Level.NO_CHANGES and code not in _UNDER_NO_CHANGES

    def locks_field(self, name: str) -> bool:
        """Tell whether a field is locked."""
        return any(lock.holds(name) for lock in self.locks)


def of(state: State, signatures: Iterable[tuple[dict[str, Any], Any]]) -> Permissions:
    """Return what the signatures of a revision allow.

    Args:
        state: the revision.
        signatures: of each the entries of its field and its value, both as they are written.

    Raises:
        NotJudgeableError: what they say cannot be read.
    """
    levels, locks = [Level.OPEN], []
    for field, value in signatures:
        for raw in state.array(state.dictionary(value).get("/Reference")):
            reference = state.dictionary(raw)
            parameters = state.dictionary(reference.get("/TransformParams"))
            method = str(state.value(reference.get("/TransformMethod")))
            if method == "/DocMDP":
                levels.append(_level(state.value(parameters.get("/P"))))
            elif method == "/FieldMDP":
                locks.append(_lock(state, parameters))
        if "/Lock" in field:
            lock = state.dictionary(field["/Lock"])
            locks.append(_lock(state, lock))
            if "/P" in lock:
                levels.append(_level(state.value(lock["/P"])))
    return Permissions(level=min(levels), locks=tuple(locks))


def _level(value: Any) -> Level:
    if value is None:
        return Level.FORMS
    try:
        return Level(int(value))
    except (TypeError, ValueError):
        raise NotJudgeableError from None


def _lock(state: State, parameters: dict[str, Any]) -> Lock:
    action = str(state.value(parameters.get("/Action")))
    if action not in {"/All", "/Include", "/Exclude"}:
        raise NotJudgeableError
    return Lock(action=action, names=tuple(str(state.value(name)) for name in state.array(parameters.get("/Fields"))))
