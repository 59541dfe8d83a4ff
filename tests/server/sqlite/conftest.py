"""Fixtures over `databases`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.sqlite.databases import SHOP, make


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A small database in a directory of its own."""
    (tmp_path / "data").mkdir()
    return make(tmp_path / "data" / "shop.db", *SHOP)


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    (tmp_path / "runtime").mkdir()
    return tmp_path / "runtime"
