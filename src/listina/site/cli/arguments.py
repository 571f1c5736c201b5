"""The arguments of every command, without loading what the commands need."""

from __future__ import annotations

import argparse
from importlib.metadata import version
from pathlib import Path

from listina.law.questions import KindOfOriginal

_KINDS = {kind.value.replace("_", "-"): kind.value for kind in KindOfOriginal if kind is not KindOfOriginal.UNKNOWN}


def parser() -> argparse.ArgumentParser:
    """Return the parser; `module` of its result names the module of `listina.site.cli` that runs the command."""
    top = argparse.ArgumentParser(
        prog="listina",
        description="Authorised conversion of documents ex officio (autorizovaná konverze z moci úřední).",
        epilog="Settings come from the variables LISTINA_… (docs/operator-guide.md). "
        "Exit codes: docs/reference/exit-codes.md.",
    )
    top.add_argument("--version", action="version", version=f"listina {version('listina')}")
    top.add_argument("--settings", type=Path, metavar="FILE", help="read settings from a file of lines NAME=value")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _convert(commands.add_parser("convert", help="convert a document"))
    _verify(commands.add_parser("verify", help="tell whether a file is a registered output"))
    _validate(commands.add_parser("validate", help="tell what a PDF's signatures and timestamps are worth"))
    _clause(commands.add_parser("clause", help="show a registered clause"))
    _trusted_lists(commands.add_parser("trusted-lists", help="bring and show the EU trusted lists"))
    _serve(commands.add_parser("serve", help="start the web server"))
    _worker(commands.add_parser("worker", help="start a worker"))
    _doctor(commands.add_parser("doctor", help="tell what is wrong with the installation and what to do"))
    _retention(commands.add_parser("retention", help="delete what is kept no longer (as the role listina_retention)"))
    _backup(commands.add_parser("backup", help="back the whole installation up (as the role listina_owner)"))
    _restore(commands.add_parser("restore", help="restore a backup into a new, empty installation"))
    _migrate(commands.add_parser("migrate", help="bring the database to this version (as the role listina_owner)"))
    return top


def _convert(command: argparse.ArgumentParser) -> None:
    directions = command.add_subparsers(title="directions", metavar="DIRECTION", required=True)
    _to_paper(directions.add_parser("to-paper", help="from a PDF or data message to a file to print, with its clause"))
    _confirm(directions.add_parser("confirm", help="register a conversion to paper that was printed, signed, stamped"))
    paper = directions.add_parser(
        "to-electronic",
        help="from paper to a signed, timestamped, registered PDF/A",
        description="Convert scanned pages. The law asks the official to state some things; each has its own option, "
        "and at a terminal they are asked for.",
    )
    paper.set_defaults(module="convert")
    paper.add_argument(
        "scans", nargs="+", type=Path, metavar="PAGE", help="scans in order: JPEG, PNG, WebP, TIFF or PDF"
    )
    paper.add_argument("--pages", type=int, required=True, metavar="N", help="pages of the paper, counted on the paper")
    paper.add_argument("--kind-of-original", required=True, choices=sorted(_KINDS), help="§ 24(4)(d)")
    paper.add_argument("--purpose", required=True, help="what the conversion is for")
    paper.add_argument("--designation", required=True, help="what the document is (označení vstupu)")
    date = paper.add_mutually_exclusive_group(required=True)
    date.add_argument("--drawn-up-on", metavar="DATE", help="2026, 2026-03 or 2026-03-12, as the document says")
    date.add_argument("--no-date", action="store_true", help="the document bears no date")
    element = paper.add_mutually_exclusive_group(required=True)
    element.add_argument(
        "--untransferable",
        action="append",
        metavar="TEXT",
        help="a visible element the output cannot carry and its pages: “suchá pečeť (strana 1, 3)”; may be repeated",
    )
    element.add_argument("--no-untransferable", action="store_true", help="there is no such element")
    paper.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to put the output")
    paper.add_argument("--official", metavar="USERNAME", help="who performs it; may be left out if there is just one")
    paper.add_argument("--agenda", default="neuvedena", metavar="CODE", help="code of the agenda it serves")
    paper.add_argument("--reference-number", metavar="TEXT", help="č. j.")
    paper.add_argument("--file-mark", metavar="TEXT", help="sp. zn.")
    paper.add_argument("--declared-dpi", type=int, metavar="N", help="resolution of scans whose files do not say")
    paper.add_argument(
        "--one-bit-declared",
        action="store_true",
        help="I state: the paper is black and white only, so that one-bit scans lose nothing (decree 193/2009 Sb.)",
    )
    paper.add_argument("--pin-file", type=Path, metavar="FILE", help="holds the PIN of the official's key")
    paper.add_argument(
        "--confirm-own-powers",
        action="store_true",
        help="I state: the conversion serves the authority's own powers (§ 23(2))",
    )
    paper.add_argument(
        "--confirm-admissible",
        action="store_true",
        help="I state: no identity card, security, ticket, geometric plan or drawing; no changes that weaken its "
        "credibility; no earlier output with an untransferable element; no vidimation naming a security element "
        "(§ 24(4)); black and white would not lose information, or the scans are in colour",
    )
    paper.add_argument(
        "--confirm-comparison",
        action="store_true",
        help="I state: I compared all pages of the output with the paper, and they agree",
    )


def _to_paper(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Validate a document, convert it and write the file to print. The conversion is registered once it was "
        "printed, signed and stamped, and that is confirmed: see listina convert confirm."
    )
    command.set_defaults(module="convert_to_paper")
    command.add_argument("file", type=Path, metavar="FILE", help="the PDF, or the data message (ZFO) that holds it")
    command.add_argument("--attachment", type=int, metavar="N", help="which attachment of the data message, from 1")
    command.add_argument("--detached", type=Path, metavar="P7S", help="a signature beside the PDF (CAdES)")
    command.add_argument("--purpose", required=True, help="what the conversion is for")
    command.add_argument("--designation", required=True, help="what the document is (označení vstupu)")
    date = command.add_mutually_exclusive_group(required=True)
    date.add_argument("--drawn-up-on", metavar="DATE", help="2026, 2026-03 or 2026-03-12, as the document says")
    date.add_argument("--no-date", action="store_true", help="the document bears no date")
    command.add_argument("--out", type=Path, required=True, metavar="PRINT.pdf", help="where to put the file to print")
    command.add_argument("--official", metavar="USERNAME", help="who performs it; may be left out if there is just one")
    command.add_argument("--agenda", default="neuvedena", metavar="CODE", help="code of the agenda it serves")
    command.add_argument("--reference-number", metavar="TEXT", help="č. j.")
    command.add_argument("--file-mark", metavar="TEXT", help="sp. zn.")
    command.add_argument("--one-sided", action="store_true", help="it is printed on one side of the sheets")
    command.add_argument(
        "--reduce", type=int, action="append", default=[], metavar="PAGE", help="print a page larger than A4 on A4"
    )
    command.add_argument("--black-and-white", action="store_true", help="black and white loses no information")
    command.add_argument(
        "--accept-unchecked", action="store_true", help="go on with a file nobody checked for malicious code"
    )
    command.add_argument(
        "--integrity-reason", metavar="TEXT", help="why to go on where the integrity could not be found out"
    )
    command.add_argument(
        "--confirm-own-powers",
        action="store_true",
        help="I state: the conversion serves the authority's own powers (§ 23(2))",
    )
    command.add_argument(
        "--confirm-admissible",
        action="store_true",
        help="I state: embedded files, hidden layers and fields carry no content that would be lost; no earlier clause "
        "names an untransferable element; no vidimation names a security element (§ 24(4))",
    )
    command.add_argument(
        "--confirm-comparison",
        action="store_true",
        help="I state: I compared the pages that print otherwise than they are shown, and nothing is lost",
    )


def _confirm(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Register a conversion to paper whose output was printed, signed by hand and stamped. Each of the four facts "
        "has its own option, and at a terminal they are asked for."
    )
    command.set_defaults(module="confirm")
    command.add_argument("number", metavar="NUMBER", help="as printed on the clause")
    command.add_argument(
        "--official", metavar="USERNAME", help="who performed it; may be left out if there is just one"
    )
    command.add_argument("--all-pages-printed", action="store_true", help="I state: all pages are printed and legible")
    command.add_argument("--content-agrees", action="store_true", help="I state: the print agrees with the input")
    command.add_argument("--signed-by-hand", action="store_true", help="I state: I signed the clause by hand")
    command.add_argument("--stamp-affixed", action="store_true", help="I state: the clause bears the official stamp")


def kind_of_original(chosen: str) -> str:
    """Return the answer of the law to a choice of `--kind-of-original`."""
    return _KINDS[chosen]


def _verify(command: argparse.ArgumentParser) -> None:
    command.set_defaults(module="verify")
    command.add_argument("file", type=Path, metavar="FILE", help="the PDF")
    command.add_argument("--json", action="store_true", help="print the report as JSON")


def _validate(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Check every signature, seal and timestamp of a PDF that is to be converted to paper. The report is always "
        "printed; the exit code is 0 only where all signatures are valid."
    )
    command.set_defaults(module="validate")
    command.add_argument("file", type=Path, metavar="FILE", help="the PDF")
    command.add_argument("--detached", type=Path, metavar="P7S", help="a signature beside it (CAdES)")
    command.add_argument("--message", type=Path, metavar="ZFO", help="the data message it came in")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the report as JSON")
    form.add_argument("--etsi", action="store_true", help="print the report as XML of ETSI TS 119 102-2")


def _clause(command: argparse.ArgumentParser) -> None:
    command.set_defaults(module="clause")
    command.add_argument("number", metavar="NUMBER", help="as printed on the clause")
    command.add_argument("--check-code", required=True, metavar="CODE", help="as printed on the clause")
    command.add_argument("--json", action="store_true", help="print the clause as JSON")


def _trusted_lists(command: argparse.ArgumentParser) -> None:
    command.description = (
        "The lists decide what is qualified. Each is verified before it is taken, wherever it comes from; what is not "
        "taken leaves the list that is here as it was."
    )
    command.set_defaults(module="trusted_lists")
    actions = command.add_subparsers(title="actions", dest="action", metavar="ACTION", required=True)
    files = actions.add_parser("import", help="take lists from files: the list of lists, its pivots, national lists")
    files.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="XML; pivots keep the names of their addresses"
    )
    actions.add_parser("refresh", help="fetch all lists from the network")
    shown = actions.add_parser("show", help="show the lists that are here")
    shown.add_argument("--json", action="store_true", help="print them as JSON")


def _serve(command: argparse.ArgumentParser) -> None:
    command.set_defaults(module="serve")
    command.add_argument("--with-worker", action="store_true", help="run a worker beside the server")


def _worker(command: argparse.ArgumentParser) -> None:
    command.set_defaults(module="work")
    command.add_argument("--until-idle", action="store_true", help="do what waits now and end")


def _doctor(command: argparse.ArgumentParser) -> None:
    command.set_defaults(module="diagnose")
    command.add_argument("--json", action="store_true", help="print the examinations as JSON")


def _retention(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Says what is kept no longer and by which rule. With --perform it deletes that and writes a protocol; "
        "the files go with the next sweep of the worker."
    )
    command.set_defaults(module="retention")
    command.add_argument("--as-of", metavar="DATE", help="the day to measure on (2026-11-24); today if left out")
    command.add_argument("--perform", action="store_true", help="delete; without it nothing is changed")
    command.add_argument("--protocol", type=Path, metavar="FILE", help="where to put the protocol (JSON) of a deletion")
    command.add_argument("--json", action="store_true", help="print the plan or the protocol as JSON")


def _backup(command: argparse.ArgumentParser) -> None:
    command.set_defaults(module="backup")
    command.add_argument("folder", type=Path, metavar="FOLDER", help="gets a folder named by the moment")
    command.add_argument("--with-keys", action="store_true", help="also the keys; guard the copy like the originals")


def _restore(command: argparse.ArgumentParser) -> None:
    command.set_defaults(module="restore")
    command.add_argument("folder", type=Path, metavar="FOLDER", help="of one backup, with its manifest.json")


def _migrate(command: argparse.ArgumentParser) -> None:
    command.set_defaults(module="migrate")
