"""Typst, as all documents of Listina use it: fonts of its own, data instead of source, one compiler a template."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from threading import Lock

import pikepdf
import typst

from listina.documents.errors import ClauseNotTypesetError, FontsMissingError

_FONTS = ("fontpkg_source_serif_4", "fontpkg_source_sans_3")

# Latin, Greek, Cyrillic and their punctuation: what Source Serif and Source Sans have between them; a test typesets it.
PRINTABLE = re.compile(
    "[\u0020-\u007e\u00a0-\u00ac\u00ae-\u017f\u0218-\u021b\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce"
    "\u0400-\u045f\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2116\u2122]"
)
"""A character that the fonts have."""

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode categories of characters without a shape of their own."""

_compiling = Lock()
"""A compiler serves all threads, one at a time: making one costs thirty compilations."""


def typeset_clause(template: str, data: Mapping[str, object]) -> bytes:
    """Return the pages of a clause as PDF/A-2b.

    Args:
        template: the name of a file beside this one.
        data: what the template reads as `sys.inputs.sheet`.

    Raises:
        ClauseNotTypesetError: the typesetter refuses it, usually for a character no font has.
        FontsMissingError: a font package is not installed.
    """
    try:
        with _compiling:
            written = _compiler(template).compile(
                sys_inputs={"sheet": json.dumps(data, ensure_ascii=False)},
                format="pdf",
                pdf_standards="a-2b",
                pdf_tags=False,
            )
    except (typst.TypstError, RuntimeError) as error:
        raise ClauseNotTypesetError(reason=str(error).splitlines()[0][:200]) from error
    if not isinstance(written, bytes):
        raise ClauseNotTypesetError(reason="the typesetter returned no PDF")
    return written


def pages_of(typeset: bytes) -> int:
    """Return the number of pages of what was typeset here."""
    with pikepdf.open(BytesIO(typeset)) as pdf:
        return len(pdf.pages)


@cache
def watermark_svg(text: str) -> str:
    """Return the watermark as outlines: as text it would stand between the lines when these are copied or searched."""
    written = typst.compile(
        _template("watermark.typ"),
        font_paths=_font_paths(),
        ignore_system_fonts=True,
        format="svg",
        sys_inputs={"watermark": text},
    )
    return bytes(written).decode()


def refuse_invisible_characters(values: Iterable[str]) -> None:
    """Refuse values that would be printed otherwise than they are recorded.

    Marks that turn the direction of writing print "abc" as "cba"; the others hide in a name that looks like another.

    Raises:
        ClauseNotTypesetError: a value holds such a character.
    """
    for value in values:
        for character in value:
            if unicodedata.category(character) in _INVISIBLE and character not in "\n\t":
                raise ClauseNotTypesetError(reason=f"U+{ord(character):04X}")


def font_folders() -> tuple[Path, ...]:
    """Return the folders with the fonts of the clause.

    Raises:
        FontsMissingError: a font package is not installed.
    """
    folders = []
    for package in _FONTS:
        try:
            folder = Path(str(files(import_module(package)))) / "files"
        except ModuleNotFoundError as error:
            raise FontsMissingError(family=package) from error
        if not any(folder.glob("*.ttf")):
            raise FontsMissingError(family=package)
        folders.append(folder)
    return tuple(folders)


@cache
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(_template(template), font_paths=_font_paths(), ignore_system_fonts=True)


def _template(name: str) -> str:
    return str(files(__package__).joinpath(name))


def _font_paths() -> list[str]:
    return [str(folder) for folder in font_folders()]
