"""Keeps the English catalogue in step with the texts: `PYTHONPATH=tests python -m architecture.catalogue`.

Czech texts in templates and code are the message ids. This adds new ones without a translation, and drops those that
are no longer said. A test compares catalogue and texts.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "listina"
FILE = SOURCE / "site" / "locale" / "en" / "LC_MESSAGES" / "django.po"
_HEAD = """# The English texts of Listina. Written by tests/architecture/catalogue.py; translations are by hand.
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
_KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "translate": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def texts() -> Catalog:
    """Return every text said in templates and code, with the files that say it."""
    found = Catalog(project="Listina", locale="cs", charset="utf-8", fuzzy=False)
    for path in sorted((*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"))):
        for message, context in _messages(path):
            found.add(message, locations=[(str(path.relative_to(ROOT)), 0)], context=context)
    return found


def catalogue() -> Catalog:
    """Return the English catalogue as it stands in the repository."""
    if not FILE.is_file():
        return Catalog(locale="en", charset="utf-8", fuzzy=False)
    with FILE.open("rb") as file:
        return read_po(file, locale="en")


def _messages(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    code = path.read_text()
    if path.suffix == ".html":  # calls of gettext on lines of their own; what surrounds them is blacked out, not code
        code = "\n".join(line.strip() for line in templatize(code, origin=str(path)).splitlines())
    for _, message, _, context in extract("python", io.BytesIO(code.encode()), keywords=_KEYWORDS):
        yield message, context


def main() -> None:
    """Write the catalogue anew."""
    kept = catalogue()
    kept.update(texts(), no_fuzzy_matching=True)
    kept.obsolete.clear()
    FILE.parent.mkdir(parents=True, exist_ok=True)
    with FILE.open("wb") as file:
        file.write(_HEAD.encode())
        write_po(file, kept, width=120, omit_header=True, sort_output=True, include_lineno=False)


if __name__ == "__main__":
    main()
