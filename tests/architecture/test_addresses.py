"""Every address of the server says who may use it, and doors stay doors."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from listina.accounts.access import ACCESS_ATTRIBUTE, PUBLIC

SOURCE = Path(__file__).parents[2] / "src" / "listina"
DOORS = ("office", "portal")


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, address)
        else:
            yield address, entry


def test_every_address_names_its_access_rule() -> None:
    found = dict(_patterns(get_resolver()))
    silent = [address for address, pattern in found.items() if not getattr(pattern.callback, "listina_access", None)]

    assert len(found) > 10
    assert silent == []


def test_what_everybody_may_see_is_this_and_nothing_else() -> None:
    found = dict(_patterns(get_resolver()))
    public = {address for address, each in found.items() if getattr(each.callback, ACCESS_ATTRIBUTE) == PUBLIC}
    report = "overeni-dokumentu/<str:key>/<int:number>/"
    assert public == {
        "",
        "health/",
        "jazyk/",
        "overeni/",
        "overeni/<path:number>/<str:check_code>/",
        "overeni-dokumentu/",
        report,
        f"{report}zprava.json",
        f"{report}zprava.xml",
        "prihlaseni/",
        "odhlaseni/",
    }


def test_doors_do_not_touch_the_models_of_applications() -> None:
    offending = [
        f"{path.relative_to(SOURCE)}: {module}"
        for door in DOORS
        for path in (SOURCE / door).rglob("*.py")
        for module in _imported(path)
        if module.endswith(".models")
    ]

    assert offending == []


def test_only_an_application_imports_its_models() -> None:
    offending = [
        f"{path.relative_to(SOURCE)}: {module}"
        for path in SOURCE.rglob("*.py")
        for module in _imported(path)
        if module.startswith("listina.")
        and module.endswith(".models")
        and module.split(".")[1] != path.relative_to(SOURCE).parts[0]
    ]

    assert offending == []


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
