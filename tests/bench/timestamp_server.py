"""The product's server in a process of its own, without a database: only the timestamp authority is asked."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "listina.site.settings")

from listina.site.environment import Environment
from listina.site.logs import configure
from listina.site.server import Server


def main() -> None:
    """Serve until a signal comes."""
    environment = Environment.read(os.environ)
    configure(environment)
    sys.argv = sys.argv[:1]
    Server(environment).run()


if __name__ == "__main__":
    main()
