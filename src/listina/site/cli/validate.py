"""`listina validate`: what the signatures of an input are worth; doubt is never a yes."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from listina.law.dates import czech_moment
from listina.site.cli.exits import Exit, UsageError
from listina.site.cli.language import is_czech
from listina.site.composition import services
from listina.texts import Text
from listina.trust.validation.etsi.writing import to_xml
from listina.trust.validation.inputs import InputFile, ValidationInput
from listina.trust.validation.report_json import to_json
from listina.trust.validation.told import Told, ToldMessage, ToldReport, tell
from listina.trust.validation.told_rows import Row, Value
from listina.trust.validation.values import Integrity, Result, Verdict

_EXITS = {
    Verdict.VALID: Exit.DONE,
    Verdict.INVALID: Exit.NEGATIVE,
    Verdict.BROKEN: Exit.NEGATIVE,
    Verdict.UNSIGNED: Exit.NEGATIVE,
    Verdict.UNDECIDABLE: Exit.UNDECIDED,
}
_MARKS = {Result.VALID: "✓", Result.INVALID: "✗", Result.UNDECIDABLE: "?"}
_INTEGRITY_MARKS = {Integrity.INTACT: "✓", Integrity.BROKEN: "✗", Integrity.UNDECIDABLE: "?"}
_LABEL_WIDTH = 28


def run(asked: argparse.Namespace) -> int:
    """Print the report of a file; 0 all is valid, 1 it is not, 5 it could not be found out."""
    what = ValidationInput(
        document=_input(asked.file),
        detached=None if asked.detached is None else _input(asked.detached),
        message=None if asked.message is None else _input(asked.message),
    )
    examiner = services().to_paper.examiner
    with services().confined, examiner.print_room.confined:
        report = examiner.validate(what)
    if asked.json:
        print(json.dumps(to_json(report), ensure_ascii=False, indent=2))  # noqa: T201  # the command's answer
    elif asked.etsi:
        sys.stdout.buffer.write(to_xml(report))
        sys.stdout.buffer.flush()
    else:
        print("\n".join(_lines(tell(report), "cs" if is_czech() else "en")))  # noqa: T201
    return _EXITS[report.verdict]


def _input(path: Path) -> InputFile:
    if not path.is_file():
        message = f"no such file: {path}"
        raise UsageError(message)
    return InputFile(path=path, name=path.name)


def _lines(told: ToldReport, language: str) -> Iterator[str]:
    yield f"{told.verdict.in_language(language)}: {told.sentence.in_language(language)}"
    yield from _indented((reason.in_language(language) for reason in told.reasons), "! ")
    yield f"{told.meaning.in_language(language)}"
    yield from _indented((text.in_language(language) for text in told.advice), "→ ")
    yield ""
    yield from _rows(told.rows, language)
    for each in (*told.signatures, *told.timestamps):
        yield ""
        yield from _one(each, language)
    if told.message is not None:
        yield ""
        yield from _message(told.message, language)
    yield ""
    yield from _rows(told.method, language)


def _message(told: ToldMessage, language: str) -> Iterator[str]:
    yield f"{_INTEGRITY_MARKS[told.integrity]} {told.outcome.in_language(language)}"
    yield from _indented((text.in_language(language) for text in told.reasons), "! ")
    yield from _rows(told.rows, language)
    for item in told.attachments:
        mark = "»" if item.is_document else " "
        name, role = _written(item.name, language), _written(item.role, language)
        yield f"  {mark} {item.position}. {name}, {role}, {item.length} B"
    for seal in told.seals:
        yield from _indented(_one(seal, language), "")


def _one(told: Told, language: str) -> Iterator[str]:
    yield f"{_MARKS[told.result]} {told.title.in_language(language)}: {told.outcome.in_language(language)}"
    yield from _indented((text.in_language(language) for text in told.reasons), "! ")
    yield from _rows(told.rows, language)
    changes = (f"{each.text.in_language(language)} ({each.meaning.in_language(language)})" for each in told.changes)
    yield from _indented(changes, "± ")
    yield from _rows(told.details, language)
    for stamp in told.within:
        yield from _indented(_one(stamp, language), "")


def _rows(rows: tuple[Row, ...], language: str) -> Iterator[str]:
    for row in rows:
        yield f"  {row.label.in_language(language):{_LABEL_WIDTH}} {_written(row.value, language)}"


def _written(value: Value, language: str) -> str:
    match value:
        case Text():
            return value.in_language(language)
        case datetime():
            return czech_moment(value)
        case _:
            # A name in a stranger's certificate may hold what steers a terminal.
            return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in value)


def _indented(lines: Iterator[str], mark: str) -> Iterator[str]:
    return (f"  {mark}{line}" for line in lines)
