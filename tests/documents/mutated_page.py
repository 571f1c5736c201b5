"""Judges mutations of one file in a process of its own with little memory: `python -m documents.mutated_page`.

On standard input: JSON with the file's path, the seed and the count. For each mutation a line: what became of it, and
the seconds it took.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from datetime import date
from pathlib import Path

from listina.documents.assessment import assess
from listina.documents.errors import PageRefusedError
from listina.documents.multipage import pages_of

MOST_MEMORY_BYTES = 1_200_000_000
"""Of addresses, most of which the libraries take without touching them."""


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return the content with one kind of damage."""
    changed = bytearray(content)
    place = chance.randrange(len(content))
    kind = chance.choice(["flip", "flip", "overwrite", "cut", "remove", "repeat", "grow"])
    if kind == "flip":
        for _ in range(chance.randrange(1, 9)):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    elif kind == "overwrite":
        changed[place : place + 16] = chance.randbytes(16)
    elif kind == "cut":
        del changed[place:]
    elif kind == "remove":
        del changed[place : place + chance.randrange(1, 200)]
    elif kind == "repeat":
        changed[place:place] = changed[place : place + chance.randrange(1, 200)]
    else:
        # Near the beginning stand the measures: make them large.
        header = chance.randrange(min(len(changed), 600))
        changed[header : header + 4] = b"\x7f\xff\xff\xff"[: chance.randrange(1, 5)]
    return bytes(changed)


def judged(content: bytes) -> str:
    """Return `pages`, or the code of the refusal; anything else ends the process with its trace."""
    try:
        for page in pages_of(content):
            assess(page.content, day=date(2026, 11, 24), declared_dpi=200, page_dpi=page.dpi)
    except PageRefusedError as refusal:
        return refusal.code
    return "pages"


def main() -> None:
    """Judge the file itself, then its mutations."""
    plan = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    content = Path(plan["file"]).read_bytes()
    chance = random.Random(plan["seed"])  # noqa: S311  # mutations of a test
    for number in range(plan["count"] + 1):
        file = content if number == 0 else mutated(content, chance)
        start = time.process_time()  # of work: a busy machine does not count
        outcome = judged(file)
        print(json.dumps([outcome, time.process_time() - start]), flush=True)  # noqa: T201  # the answer


if __name__ == "__main__":
    main()
