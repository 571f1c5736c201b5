"""One role of `bin/bench convert` in a process of its own, so that its memory is its own; speaks JSON.

`python -m bench.convert_process ROLE`, the plan on standard input: `attach` makes cases ready for the signature,
`official` signs them, `machine` takes them to the register, `floor` runs the bare chain.
"""

from __future__ import annotations

import json
import os
import sys

import django


def main() -> None:
    """Play the role."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "listina.site.settings")
    django.setup()
    from bench.convert_roles import Role  # noqa: PLC0415  # models exist only after Django is set up

    role = Role(json.load(sys.stdin))
    play = {"attach": role.attach, "official": role.official, "machine": role.machine, "floor": role.floor}
    print(json.dumps(play[sys.argv[1]]()))  # noqa: T201  # the answer


if __name__ == "__main__":
    main()
