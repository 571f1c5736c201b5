"""`listina verify`: whether a file is a registered output; doubt is never a yes."""

from __future__ import annotations

import argparse
import json

from listina.conversions.verification import Outcome, Verdict, VerificationReport, verify_file
from listina.database.schema import require_this_schema
from listina.law.dates import czech_moment
from listina.site.cli.exits import Exit, UsageError
from listina.site.cli.language import is_czech
from listina.site.composition import services

_EXITS = {Verdict.VERIFIED: Exit.DONE, Verdict.NOT_VERIFIED: Exit.NEGATIVE, Verdict.UNDECIDED: Exit.UNDECIDED}
_MARKS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.IMPOSSIBLE: "?"}


def run(asked: argparse.Namespace) -> int:
    """Verify a file; 0 it is, 1 it is not, 5 it could not be found out."""
    if not asked.file.is_file():
        message = f"no such file: {asked.file}"
        raise UsageError(message)
    require_this_schema()
    conversions = services().conversions
    report = verify_file(asked.file, policy=conversions.policy, at=conversions.now())
    if asked.json:
        print(json.dumps(report.to_json(), ensure_ascii=False, indent=2))  # noqa: T201  # the command's answer
    else:
        print("\n".join(_lines(report)))  # noqa: T201
    return _EXITS[report.verdict]


def _lines(report: VerificationReport) -> list[str]:
    czech = is_czech()
    lines = [report.cs if czech else report.en, ""]
    if report.clause:
        lines += [
            f"  {'číslo' if czech else 'number':10} {report.clause.number}",
            f"  {'subjekt' if czech else 'authority':10} {report.clause.authority_name}",
        ]
    if report.signer:
        lines.append(f"  {'podpis' if czech else 'signer':10} {report.signer}")
    if report.signature_time:
        lines.append(f"  {'čas' if czech else 'time':10} {czech_moment(report.signature_time)}")
    lines.append(f"  {'SHA-256':10} {report.file_sha256}")
    lines.append("")
    for check in report.checks:
        lines.append(f"  {_MARKS[check.outcome]} {check.cs if czech else check.en}")
        if check.detail and check.outcome is not Outcome.PASSED:
            lines.append(f"      {check.detail}")
    return lines
