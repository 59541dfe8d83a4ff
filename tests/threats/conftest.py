"""A world for each test, all of it below tmp_path."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.threats.world import World, make_world


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Engine and sandbox make their private directories here, so that leftovers show."""
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setenv("TMPDIR", str(place))
    return place


@pytest.fixture
async def world(tmp_path: Path, temporary: Path) -> World:
    return await make_world(tmp_path)
