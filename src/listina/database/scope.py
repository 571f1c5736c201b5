"""Whose rows a transaction sees: the mechanism that isolates authorities (ADR 0002).

PostgreSQL itself decides by row-level security, from two settings that hold until the end of the transaction. Outside
any scope no row of an authority is visible and none can be written, so code that forgets a scope or a filter finds
nothing instead of too much. A queryset is lazy: evaluate it inside the scope.

A database that goes away inside any scope raises `DatabaseUnavailableError`; the transaction is then rolled back, and
the next scope connects anew. Where only the answer to a COMMIT was lost, the work may be there: steps are repeatable.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from weakref import WeakKeyDictionary

from django.db import InterfaceError, OperationalError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from listina.database.errors import DatabaseUnavailableError, ScopeError

_log = logging.getLogger(__name__)


class ScopeKind(StrEnum):
    """What a scope lets through.

    Attributes:
        AUTHORITY: the rows of one authority.
        SYSTEM: all rows, for work that belongs to no authority, such as sign-in or a sweep.
        PUBLIC: reading of what the law makes public, of all authorities.
    """

    AUTHORITY = "authority"
    SYSTEM = "system"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A scope as it is told to the database.

    Attributes:
        authority_id: of an AUTHORITY scope; None otherwise.
    """

    kind: ScopeKind
    authority_id: int | None = None

    def __str__(self) -> str:
        return self.kind.value if self.authority_id is None else f"{self.kind.value} {self.authority_id}"

    def contains(self, inner: Scope) -> bool:
        """Tell whether `inner` shows nothing that this scope hides."""
        return self.kind is ScopeKind.SYSTEM or self == inner


# Innermost last. The key is the connection of one thread, so no other thread sees its scopes.
_open_scopes: WeakKeyDictionary[BaseDatabaseWrapper, list[Scope]] = WeakKeyDictionary()


@contextmanager
def authority_scope(authority_id: int) -> Iterator[None]:
    """Open a transaction that sees and writes only the rows of one authority.

    Raises:
        ScopeError: the scope of another authority, or the public one, is open.
    """
    with _scope(Scope(kind=ScopeKind.AUTHORITY, authority_id=authority_id)):
        yield


@contextmanager
def system_scope(reason: str) -> Iterator[None]:
    """Open a transaction that sees and writes the rows of all authorities.

    Args:
        reason: why no authority can be named; logged, without personal data.

    Raises:
        ScopeError: the scope of an authority, or the public one, is open.
        ValueError: no reason is given.
    """
    if not reason.strip():
        message = "a system scope needs a reason"
        raise ValueError(message)
    _log.debug("system scope: %s", reason)
    with _scope(Scope(kind=ScopeKind.SYSTEM)):
        yield


@contextmanager
def public_scope() -> Iterator[None]:
    """Open a transaction that reads the public tables of all authorities, and nothing else of theirs.

    Raises:
        ScopeError: the scope of an authority is open.
    """
    with _scope(Scope(kind=ScopeKind.PUBLIC)):
        yield


def current_scope() -> Scope | None:
    """Return the innermost open scope of this thread; None outside any."""
    scopes = _open_scopes.get(transaction.get_connection())
    return scopes[-1] if scopes else None


@contextmanager
def _scope(wanted: Scope) -> Iterator[None]:
    connection = transaction.get_connection()
    outer = current_scope()
    if outer is not None and not outer.contains(wanted):
        raise ScopeError(outer=outer, wanted=wanted)
    ends_with_transaction = not connection.in_atomic_block
    if ends_with_transaction:
        # Between requests Django does this; a worker's thread has none, and would keep a dead connection for ever.
        connection.close_if_unusable_or_obsolete()
    with _answering(), transaction.atomic():
        if outer != wanted:
            _tell(connection, wanted)
        scopes = _open_scopes.setdefault(connection, [])
        scopes.append(wanted)
        try:
            yield
        finally:
            scopes.pop()
        # After an exception the savepoint's rollback restores the outer settings; here they are restored by hand.
        if outer != wanted and not ends_with_transaction:
            _tell(connection, outer)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise DatabaseUnavailableError from error


def _tell(connection: BaseDatabaseWrapper, scope: Scope | None) -> None:
    kind = scope.kind.value if scope else ""
    authority = str(scope.authority_id) if scope and scope.authority_id is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('listina.scope', %s, true), set_config('listina.authority', %s, true)",
            [kind, authority],
        )
