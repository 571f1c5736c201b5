"""`python -m listina.site.demo.people`: registers the demo's authority and officials; what is there is kept.

A process of its own, since it needs Django with the database that the demo has just started.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path

from listina.site.cli import startup

_ACCOUNTS_LAST = timedelta(days=3650)


def main(secrets_file: Path) -> int:
    """Register them; the passwords stand in the demo's file of secrets."""
    startup.prepare(None)
    from listina.site.demo.registering import register  # noqa: PLC0415  # reads the models, after Django's start

    register(json.loads(secrets_file.read_text(encoding="utf-8")), accounts_last=_ACCOUNTS_LAST)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
