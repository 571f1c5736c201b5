"""The page of codes lists what reports can hold, no more and no less."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from listina.trust.messages import errors
from listina.trust.messages.errors import DataMessageError
from listina.trust.validation.changes.kinds import KINDS

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "reference" / "validation-codes.md"
TRUST = ROOT / "src" / "listina" / "trust"
# Said where no report comes of it: the message was not read for its own sake, or the case waits.
NOT_IN_REPORTS = {"message.no_such_attachment", "message.authenticity_unavailable"}


def _page(columns: str) -> list[tuple[str, ...]]:
    return re.findall(rf"^\| `([a-z_.]+)` \| {columns} \|$", PAGE.read_text("utf-8"), re.MULTILINE)


def _codes_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"reason", "_reason", "Reason"}:
            first = node.args[0] if node.args else node.keywords[0].value
            if isinstance(first, ast.Constant):
                yield str(first.value)


def test_each_reason_of_the_code_has_its_row_and_no_other_has() -> None:
    files = [*TRUST.glob("validation/**/*.py"), *TRUST.glob("messages/*.py"), TRUST / "lists" / "qualifying.py"]
    said = {code for path in files for code in _codes_in(path)}
    said |= {
        kind.code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, DataMessageError) and kind is not DataMessageError
    }
    assert {code for code, _ in _page(r"([^|`]+)")} == said - NOT_IN_REPORTS


def test_each_kind_of_change_has_its_row_with_its_weight() -> None:
    weights = {code: weight for code, weight, _ in _page("(harmless|permitted|harmful|unclear) \\| ([^|]+)")}
    assert weights == {code: weight.value for code, (weight, _, _) in KINDS.items()}
