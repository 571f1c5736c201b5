"""`python -m listina.site.demo`, what `bin/demo` runs once the packages are there."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from listina.errors import ListinaError
from listina.site.cli.exits import Exit
from listina.site.demo.errors import DemoFailedError
from listina.site.demo.show import Show
from listina.site.demo.voice import Voice
from listina.site.supervision import Interrupted, signals_interrupt

DEFAULT_PORT = 8443


def main() -> int:
    """Run the demo; returns 0 if all of it worked."""
    parser = argparse.ArgumentParser(prog="bin/demo", description="Show Listina at work.")
    parser.add_argument("--once", action="store_true", help="stop everything after the conversions")
    parser.add_argument("--reset", action="store_true", help="forget the data of earlier demos first")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, metavar="PORT", help="default: %(default)s")
    asked = parser.parse_args()
    voice = Voice()
    show = Show(root=Path.cwd(), port=asked.port, voice=voice)
    with signals_interrupt():
        try:
            return show.run(once=asked.once, reset=asked.reset)
        except Interrupted:
            voice.say("stopped")
            return Exit.INTERRUPTED
        except DemoFailedError as failure:
            voice.fail(str(failure), failure.advice)
            return failure.exit_code
        except ListinaError as error:
            voice.fail(error.text("en"), f"error code {error.code}")
            return Exit.FAULT


if __name__ == "__main__":
    sys.exit(main())
