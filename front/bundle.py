"""Put the front-end packages the pages use into the static folder, from `node_modules`.

Set-up runs, in the folder of the repository::

    npm ci --ignore-scripts
    python front/bundle.py

The second command needs nothing but the standard library and takes no argument. It writes
`src/listina/portal/static/vendor/` anew (git-ignored; found by Django's ordinary search in the folders of apps):

* `gov.css`: tokens, base and layout of the gov.cz styles and the components named below, in that order;
* `source-sans-3.css` and its woff2 files: Latin and Latin Extended, weights 400, 600 and 700;
* `sortable.esm.js`: the order of pages by drag;
* `licences/`: the licence of each package, as its terms ask.

It ends with 0 when all of it is there, or with 1 and one sentence about what to do.
"""
# ruff: noqa: INP001  # a command of its own, part of no package

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
TARGET = ROOT / "src" / "listina" / "portal" / "static" / "vendor"

# The CSS-only build: classes and data-* attributes. The other build of the package belongs to its web components,
# which a strict content security policy refuses; mixing the two leaves controls without style.
GOV_BASE = ("tokens.css", "styles.css", "layout.css", "animations.css")
GOV_COMPONENTS = (
    "gov-breadcrumbs",
    "gov-button",
    "gov-empty",
    "gov-error-code",
    "gov-form-checkbox",
    "gov-form-control",
    "gov-form-group",
    "gov-form-input",
    "gov-form-label",
    "gov-form-message",
    "gov-form-radio",
    "gov-form-search",
    "gov-form-select",
    "gov-icon",
    "gov-infobar",
    "gov-link",
    "gov-message",
    "gov-pagination",
    "gov-tag",
    "gov-tile",
)
FONT_STYLES = tuple(f"{subset}-{weight}" for weight in (400, 600, 700) for subset in ("latin-ext", "latin"))
# Browsers that run ES modules read woff2; the older format would only double the folder.
OLD_FONT = re.compile(r",\s*url\([^)]*\.woff\)\s*format\('woff'\)")
FONT_FILE = re.compile(r"url\(\./files/([^)]+\.woff2)\)")


class MissingPackageError(Exception):
    """A file of a package is not where its version has it."""


def main() -> int:
    """Write the folder; returns the exit code."""
    try:
        fresh = TARGET.with_name("vendor.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        _write_styles(fresh)
        _write_font(fresh)
        _write_scripts(fresh)
        _write_licences(fresh)
    except MissingPackageError as missing:
        print(f"{missing} is missing. Run: npm ci --ignore-scripts", file=sys.stderr)  # noqa: T201  # it is a command
        return 1
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)
    return 0


def _write_styles(folder: Path) -> None:
    styles = PACKAGES / "@gov-design-system-ce" / "styles" / "lib" / "html"
    sources = [styles / name for name in GOV_BASE]
    sources += [styles / "components" / f"{name}.css" for name in GOV_COMPONENTS]
    (folder / "gov.css").write_text("\n".join(_read(source) for source in sources), encoding="utf-8")


def _write_font(folder: Path) -> None:
    package = PACKAGES / "@fontsource" / "source-sans-3"
    rules = "\n".join(_with_unicode_range(package, name) for name in FONT_STYLES)
    for name in FONT_FILE.findall(rules):
        _copy(package / "files" / name, folder / name)
    (folder / "source-sans-3.css").write_text(FONT_FILE.sub(r"url(./\1)", rules), encoding="utf-8")


def _with_unicode_range(package: Path, name: str) -> str:
    """Return one face with the characters it serves, so that a page fetches only the files it needs.

    The package states the ranges only in the files that hold all subsets of a weight.
    """
    face = OLD_FONT.sub("", _read(package / f"{name}.css"))
    weight = name.rsplit("-", 1)[1]
    for block in re.findall(r"@font-face\s*\{[^}]*\}", _read(package / f"{weight}.css")):
        if f"source-sans-3-{name}-normal.woff2" in block:
            return OLD_FONT.sub("", block)
    return face


def _write_scripts(folder: Path) -> None:
    _copy(PACKAGES / "sortablejs" / "modular" / "sortable.esm.js", folder / "sortable.esm.js")


def _write_licences(folder: Path) -> None:
    licences = folder / "licences"
    licences.mkdir()
    for package, source in _licences():
        _copy(source, licences / f"{package}.txt")


def _licences() -> Iterator[tuple[str, Path]]:
    yield "source-sans-3", PACKAGES / "@fontsource" / "source-sans-3" / "LICENSE"
    yield "sortablejs", PACKAGES / "sortablejs" / "LICENSE"
    # The package of the gov.cz styles ships no licence file: its description names EUPL-1.2, its read-me the owner.
    yield "gov-design-system-ce", PACKAGES / "@gov-design-system-ce" / "styles" / "readme.md"


def _read(source: Path) -> str:
    if not source.is_file():
        raise MissingPackageError(source.relative_to(ROOT))
    return source.read_text(encoding="utf-8-sig")


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise MissingPackageError(source.relative_to(ROOT))
    shutil.copyfile(source, target)


if __name__ == "__main__":
    sys.exit(main())
