"""`bin/bench NAME [--json FILE]`: measures on this machine, beside a floor and, where there is one, a peer."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

from bench.rows import Row, table

NAMES = {
    "convert": "one conversion paper → electronic, by number of pages",
    "sign": "signatures a second by level, beside the raw key, pyHanko and endesive",
    "validate": "validations of signed PDFs, cold and warm, confined and not, beside bare pyHanko and pdfsig",
    "timestamp": "tokens a second of the own authority, beside the raw key and OpenSSL",
}


def main() -> int:
    """Run one measurement; prints a table and writes the rows."""
    parser = argparse.ArgumentParser(
        prog="bin/bench", description="\n".join(f"{name}: {what}" for name, what in NAMES.items())
    )
    parser.add_argument("name", choices=sorted(NAMES), metavar="NAME", help=", ".join(sorted(NAMES)))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there")
    asked = parser.parse_args()
    rows: list[Row] = importlib.import_module(f"bench.{asked.name}").measure()
    print(table(rows))  # noqa: T201  # the command's answer
    if asked.json:
        content = json.dumps([row.to_json() for row in rows], ensure_ascii=False, indent=2)
        asked.json.write_text(content + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
