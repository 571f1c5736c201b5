"""Tells pytest where the shared parts of the tests stand: each is a plugin of its own in `fixtures/`."""

from __future__ import annotations

from pathlib import Path

import pytest

# Plugins import each other: whichever is imported first, its assertions explain themselves.
pytest.register_assert_rewrite("fixtures")

_FIXTURES = (Path(__file__).parent / "fixtures").glob("[!_]*.py")

# Every module of `fixtures/` is a plugin, so that a new one needs no line here. `database` comes first: it sets Django
# up, which the others need before they can import a model.
pytest_plugins = [
    f"fixtures.{module.stem}" for module in sorted(_FIXTURES, key=lambda module: (module.stem != "database", module))
]
