"""The history that an apply leaves, and what both say about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.oracle.agreement import agree, as_text
from tests.oracle.atlas_cli import AtlasCli
from tests.oracle.cases.directories import Directory
from tests.oracle.everything import on_directories
from tests.oracle.grounds import Database, Ground
from tests.oracle.history import apply_by_cli, apply_by_engine, state_of, status_by_cli, status_by_engine
from tests.oracle.sealing import sealed


@on_directories
def test_apply_leaves_the_same_history(
    atlas: AtlasCli, ground: Ground, case: Directory, tmp_path: Path
) -> None:
    """Rows, the table's definition, and what the migrations made."""
    migrations = sealed(atlas, case, tmp_path)
    left, right = ground.database(), ground.database()
    done_by_cli = apply_by_cli(atlas, left, migrations)
    done_by_engine = apply_by_engine(ground, right, migrations)
    cli = {"done": done_by_cli, **state_of(ground, left)}
    ours = {"done": done_by_engine, **state_of(ground, right)}
    agree(f"history/{ground.name}-{case}", as_text(cli), as_text(ours))


@on_directories
def test_status_is_told_alike(atlas: AtlasCli, ground: Ground, case: Directory, tmp_path: Path) -> None:
    """Before anything, after the CLI has applied the first file, and after the engine has applied the rest."""
    migrations = sealed(atlas, case, tmp_path)
    database = ground.database()
    told = {"0 at first": _both(atlas, ground, database, migrations)}
    apply_by_cli(atlas, database, migrations, "1")
    told["1 after one file"] = _both(atlas, ground, database, migrations)
    apply_by_engine(ground, database, migrations)
    told["2 in the end"] = _both(atlas, ground, database, migrations)
    cli, ours = ({when: both[side] for when, both in told.items()} for side in (0, 1))
    agree(f"status/{ground.name}-{case}", as_text(cli), as_text(ours))


def _both(atlas: AtlasCli, ground: Ground, database: Database, migrations: Path) -> tuple[Any, Any]:
    return status_by_cli(atlas, ground, database, migrations), status_by_engine(ground, database, migrations)
