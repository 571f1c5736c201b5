"""The walls around a confined task stand, alone and together, and `examine` tells the truth about them."""

from __future__ import annotations

import subprocess
import sys
from shutil import which

import pytest

from listina.isolation.examination import examine
from listina.isolation.limits import Confinement, Wall

# Within a namespace of its own even an ordinary user may forbid further ones.
_REFUSED = "echo 0 > /proc/sys/user/max_user_namespaces && exec"
_TOLD = (
    "from listina.isolation.examination import examine; found = examine(); print(*sorted(found.walls), *found.reached)"
)


def test_nothing_is_reached_behind_the_walls() -> None:
    found = examine()

    assert Wall.FILES in found.walls or "files" in found.reached
    if {Wall.FILES, Wall.CALLS} <= found.walls:
        assert found.reached == ()


@pytest.mark.skipif(which("unshare") is None, reason="util-linux is not there to refuse namespaces with")
def test_where_namespaces_are_refused_the_other_walls_hold_alone() -> None:
    refusing = ["unshare", "-Ur", "sh", "-c", f'{_REFUSED} "$0" -c "$1"', sys.executable, _TOLD]
    done = subprocess.run(refusing, capture_output=True, text=True, check=False, timeout=60)  # our own
    if "unshare" in done.stderr or "max_user_namespaces" in done.stderr:
        pytest.skip(f"namespaces cannot be refused to a process here: {done.stderr}")

    stand = examine().walls - {Wall.NAMESPACES}
    assert done.stdout.split() == sorted(stand) + ([] if Wall.FILES in stand else ["files"])


def test_the_word_for_reports_tells_whether_namespaces_stand() -> None:
    assert Confinement.behind(frozenset(Wall)) is Confinement.NAMESPACES
    assert Confinement.behind(frozenset({Wall.FILES, Wall.CALLS})) is Confinement.LIMITS
