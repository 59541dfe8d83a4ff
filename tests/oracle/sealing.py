"""A case's directory on disk with the atlas.sum that the CLI gives it."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from tests.oracle.atlas_cli import AtlasCli
from tests.oracle.cases.directories import Directory


def sealed(atlas: AtlasCli, case: Directory, root: Path) -> Path:
    """The directory below `root`."""
    migrations = case.write(root)
    (migrations / "atlas.sum").write_text(_sum_of(atlas, tuple(case.files.items())))
    return migrations


@cache
def _sum_of(atlas: AtlasCli, files: tuple[tuple[str, str], ...]) -> str:
    """The same for every test of a case, so the CLI is asked once."""
    with tempfile.TemporaryDirectory() as directory:
        migrations = Directory("", dict(files)).write(Path(directory))
        atlas.run("migrate", "hash", "--dir", f"file://{migrations}").accepted()
        return (migrations / "atlas.sum").read_text()
