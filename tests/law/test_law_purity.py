"""The law knows no clock, no chance, no files and nobody above it."""

import ast
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import listina.law
from listina.errors import ListinaError, Remedy
from listina.law import errors as law_errors

FOLDER = Path(listina.law.__path__[0])
MODULES = sorted(
    module.name.removeprefix("listina.law.")
    for module in pkgutil.walk_packages([str(FOLDER)], prefix="listina.law.")
    if not module.ispkg
)
IMPURE_MODULES = {"asyncio", "io", "os", "pathlib", "random", "secrets", "socket", "subprocess", "time", "uuid"}
IMPURE_CALLS = {"now", "today", "utcnow", "open", "print", "input", "exec", "eval"}


def _tree(module: str) -> ast.Module:
    return ast.parse(FOLDER.joinpath(*module.split(".")).with_suffix(".py").read_text("utf-8"))


def _imported(module: str) -> Iterator[str]:
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_of_the_law_imports_only_the_law_errors_and_the_standard_library(module: str) -> None:
    for name in _imported(module):
        ours = name in {"listina.errors", "listina.texts"} or name.startswith("listina.law.")
        assert ours or name.split(".")[0] in sys.stdlib_module_names
        assert name.split(".")[0] not in IMPURE_MODULES


@pytest.mark.parametrize("module", MODULES)
def test_a_module_of_the_law_calls_nothing_that_looks_outside(module: str) -> None:
    calls = [node.func for node in ast.walk(_tree(module)) if isinstance(node, ast.Call)]
    names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    assert not names & IMPURE_CALLS


@pytest.mark.parametrize("module", MODULES)
def test_a_module_of_the_law_names_its_source(module: str) -> None:
    documentation = importlib.import_module(f"listina.law.{module}").__doc__ or ""
    assert module in {"errors", "effect", "dates"} or "§" in documentation


def _law_errors() -> list[type[ListinaError]]:
    found = [value for value in vars(law_errors).values() if isinstance(value, type)]
    return [value for value in found if issubclass(value, ListinaError) and value is not ListinaError]


def test_every_error_of_the_law_has_its_own_code_a_remedy_and_two_languages() -> None:
    errors = _law_errors()
    assert len({error.code for error in errors}) == len(errors) > 0
    for error in errors:
        assert error.code.startswith("law.")
        assert error.remedy in Remedy
        assert error.cs
        assert error.en
        assert error.cs != error.en
