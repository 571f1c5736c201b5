"""A fresh world for each situation; its keys are shared."""

from __future__ import annotations

from pathlib import Path

import pytest

from trust.validation.situations.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return a world in which nothing was revoked yet."""
    return World(folder=tmp_path)
