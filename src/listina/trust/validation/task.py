"""Validation as a task of a confined process: what is handed over becomes a request, what it came to becomes JSON.

Whom to believe is the same for many validations, so each process learns it once (`isolation.pool.Common`). What was
fetched comes as a file, because lists are large. The other side (`validator`) is here too, so that both are read
together: it takes nothing on trust.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.validation import engine, report_json
from listina.trust.validation.inputs import InputFile, Need, NeedKind, Request, Validated, ValidationInput
from listina.trust.validation.warm_up import warm_up
from listina.trust.validation_data import ValidationData

__all__ = ["LEARN", "TASK", "TASKS", "handed_over", "learn", "received", "validate", "warm_up"]

TASK = "listina.trust.validation.task:validate"
LEARN = "listina.trust.validation.task:learn"
TASKS = (TASK,)
"""To make a pool of confined processes with."""

_MOST_NEEDS = 200
_LONGEST_URL = 2000
_KNOWN: dict[str, TrustSnapshot] = {}


def learn(path: Path) -> None:
    """Keep whom to believe, in place of what was known before. Raises SnapshotInvalidError."""
    content = path.read_bytes()
    _KNOWN.clear()
    _KNOWN[sha256(content).hexdigest()] = TrustSnapshot.from_bytes(content)


def validate(request: Any, files: Mapping[str, Path]) -> tuple[Any, tuple[bytes, ...]]:
    """Do in a confined process what `handed_over` describes; `received` reads what comes of it."""
    given = {role: InputFile(path=files[role], name=name) for role, name in request["names"].items()}
    validated = engine.validate(
        Request(
            what=ValidationInput(
                document=given["document"], detached=given.get("detached"), message=given.get("message")
            ),
            trust=_KNOWN[request["trust"]],
            at=datetime.fromisoformat(request["at"]),
            fetched=_unpacked(files["fetched"].read_bytes()),
        )
    )
    needs = [
        {"kind": need.kind.value, "url": need.url, "request": b64encode(need.request).decode()}
        for need in validated.needs
    ]
    return {"report": report_json.to_json(validated.report), "needs": needs}, ()


def handed_over(
    what: ValidationInput, trust: str, at: datetime, fetched: ValidationData
) -> tuple[dict[str, Any], dict[str, Path | bytes]]:
    """Return the request and the files of a task.

    Args:
        what: the files of the input.
        trust: SHA-256 of the snapshot the process has learned.
        at: the moment of the validation, aware.
        fetched: what was fetched for it.
    """
    roles = {"document": what.document, "detached": what.detached, "message": what.message}
    given = {role: file for role, file in roles.items() if file is not None}
    request = {"names": {role: file.name for role, file in given.items()}, "trust": trust, "at": at.isoformat()}
    return request, {**{role: file.path for role, file in given.items()}, "fetched": _packed(fetched)}


def received(value: Any) -> Validated:
    """Read what a task returned, which may be a stranger's invention.

    Raises:
        ValueError, TypeError, KeyError: it is not what a task returns.
    """
    needs = [
        Need(kind=NeedKind(each["kind"]), url=str(each["url"])[:_LONGEST_URL], request=b64decode(each["request"]))
        for each in value["needs"][:_MOST_NEEDS]
    ]
    return Validated(report=report_json.from_json(value["report"]), needs=tuple(dict.fromkeys(needs)))


def _packed(data: ValidationData) -> bytes:
    plain = {name: [b64encode(item).decode() for item in getattr(data, name)] for name in _KINDS}
    return json.dumps(plain).encode()


def _unpacked(content: bytes) -> ValidationData:
    plain = json.loads(content)
    return ValidationData(**{name: tuple(b64decode(item) for item in plain[name]) for name in _KINDS})


_KINDS = ("certificates", "crls", "ocsp_responses")
