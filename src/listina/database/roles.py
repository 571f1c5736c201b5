"""The three roles of the database (ADR 0003): who builds it, who works in it, who may delete what has expired."""

from __future__ import annotations

from enum import StrEnum


class DatabaseRole(StrEnum):
    """A role of the database, with a password of its own.

    Attributes:
        OWNER: owns the schema; used by `migrate` only.
        APP: server and worker; held by grants and row-level security.
        RETENTION: deletes rows whose period of keeping is over.
    """

    OWNER = "listina_owner"
    APP = "listina_app"
    RETENTION = "listina_retention"
