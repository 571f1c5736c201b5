"""`python -m listina.site.cli`: the command without its script."""

from __future__ import annotations

import sys

from listina.site.cli import main

sys.exit(main())
