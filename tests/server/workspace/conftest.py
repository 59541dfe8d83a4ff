"""A workspace in a temporary directory, and a look at everything in it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

Listing = dict[str, str]


def listing_of(root: Path) -> Listing:
    """Every entry below `root` with its kind or content's hash; symlinks are not followed."""
    found: Listing = {}
    for folder, directories, files in os.walk(root):
        for name in (*directories, *files):
            path = Path(folder, name)
            regular = path.is_file() and not path.is_symlink()
            found[str(path.relative_to(root))] = (
                hashlib.sha256(path.read_bytes()).hexdigest() if regular else "-"
            )
    return found


def names_in(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


@pytest.fixture
def names() -> Callable[[Path], list[str]]:
    return names_in


@pytest.fixture
def listing() -> Callable[[Path], Listing]:
    return listing_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with two migrations, a sum and a desired schema."""
    root = tmp_path / "workspace"
    (root / "migrations").mkdir(parents=True)
    (root / "migrations" / "20260101000000_users.sql").write_text("CREATE TABLE users (id int);\n")
    (root / "migrations" / "20260102000000_pets.sql").write_text("CREATE TABLE pets (id int);\n")
    (root / "migrations" / "atlas.sum").write_text("h1:first\n")
    (root / "schema.sql").write_text("CREATE TABLE users (id int);\n")
    return root
