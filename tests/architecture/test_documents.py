"""What the documents name is there: files, addresses of chapters, commands with their options, settings, decisions."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from architecture.test_files import ROOT, committed
from listina.site.cli.arguments import parser
from listina.site.environment import variables_table

DOCUMENTS = tuple(
    path for path in committed() if path.suffix == ".md" and (path.parts[0] == "docs" or len(path.parts) == 1)
)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_SOURCE = re.compile(r"((?:[a-z_0-9-]+/)+(?:[\w.-]+)?|[a-z_0-9]+\.(?:py|sql))(?::? ?([A-Za-z_]\w*))?")
_COMMAND = re.compile(
    r"(?:^|[\s`|])(?:\.venv/bin/)?listina (?:--settings \S+ )?([a-z][a-z-]*(?: [^`|\n]*)?)", re.MULTILINE
)
_VARIABLE = re.compile(r"\bLISTINA_[A-Z0-9_]*[A-Z0-9]\b")


def text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def anchors(path: Path) -> frozenset[str]:
    """Return the addresses of a document's chapters, as repositories on the web make them of headings."""
    headings = re.findall(r"^#+ (.+)$", text(path), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_link_leads_to_a_file_and_chapter_that_is_there(document: Path) -> None:
    broken = []
    for link in _LINK.findall(text(document)):
        place, _, chapter = link.partition("#")
        if ":" in place:
            continue
        target = (ROOT / document.parent / place).resolve().relative_to(ROOT) if place else document
        if not (ROOT / target).exists() or (chapter and chapter not in anchors(target)):
            broken.append(link)
    assert broken == []


def _named_sources() -> Iterator[tuple[str, str]]:
    """Yield (path, name in it or nothing) of each file of code the map of the house names."""
    for code in _CODE.findall(text(Path("ARCHITECTURE.md"))):
        found = _SOURCE.fullmatch(code)
        if found:
            yield found[1], found[2] or ""


def test_the_map_of_the_house_names_files_that_are_there_and_what_is_in_them() -> None:
    wrong = []
    for place, name in _named_sources():
        holding = [path for path in committed() if f"/{place.rstrip('/')}/" in f"/{path}/"]
        said = re.compile(rf"^ *(?:def|class) {name}\b", re.MULTILINE)
        if not holding or (name and not any(said.search(text(path)) for path in holding)):
            wrong.append(f"{place} {name}".strip())
    assert len(list(_named_sources())) > 40
    assert wrong == []


def _options(words: list[str]) -> tuple[str, set[str]]:
    """Return the command these words call and the options it knows."""
    called: list[str] = []
    known: set[str] = set()
    command = parser()
    while True:
        known |= {option for action in command._actions for option in action.option_strings}
        below = next((each.choices for each in command._actions if isinstance(each, argparse._SubParsersAction)), {})
        word = words[len(called)] if len(called) < len(words) else ""
        if word not in below:
            return " ".join(called), known
        called.append(word)
        command = below[word]


def _commands() -> Iterator[tuple[Path, str]]:
    for document in DOCUMENTS:
        yield from ((document, found.strip()) for found in _COMMAND.findall(text(document)))


@pytest.mark.parametrize(("document", "command"), tuple(_commands()), ids=lambda value: str(value)[:60])
def test_every_command_and_option_named_is_known(document: Path, command: str) -> None:
    words = shlex.split(command.replace("'", ""), comments=True)
    called, known = _options(words)
    assert called, f"{document}: {command}"
    assert {word.strip("[],.;:)") for word in words if word.startswith(("--", "[--"))} - known == set()


def test_settings_named_are_settings_and_all_are_explained() -> None:
    known = {variable for variable, _, _ in variables_table()}
    assert [
        f"{document}: {found}"
        for document in DOCUMENTS
        for found in _VARIABLE.findall(text(document))
        if found not in known and not any(each.startswith(f"{found}_") for each in known)
    ] == []
    explained = set(re.findall(r"^\| `(LISTINA_\w+)` \|", text(Path("docs/operator-guide.md")), re.MULTILINE))
    assert explained == known


def test_the_index_lists_every_decision_by_its_title() -> None:
    index = text(Path("docs/adr/README.md"))
    for path in sorted((ROOT / "docs" / "adr").glob("0*.md")):
        number, title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").split(" ", 1)
        assert f"* [{number}]({path.name}) {title}\n" in index
    assert index.count("\n* ") == len(list((ROOT / "docs" / "adr").glob("0*.md")))
