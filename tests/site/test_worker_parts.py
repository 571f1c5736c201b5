"""The worker holds what finishing a conversion needs, and none of the large libraries of the doors."""

from __future__ import annotations

import json
import os
import subprocess
import sys

LARGE = ("numpy", "typst", "img2pdf", "zxingcpp")
PROGRAM = f"""
import json, sys
import django; django.setup()
import listina.site.worker
print(json.dumps([name for name in {LARGE!r} if name in sys.modules]))
"""


def test_the_worker_loads_no_library_it_has_no_use_for() -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], env=os.environ, capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == []
