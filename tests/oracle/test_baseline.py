"""A database that was there before its history."""

from __future__ import annotations

from pathlib import Path

from tests.oracle.agreement import REFUSED, agree, as_text
from tests.oracle.atlas_cli import AtlasCli
from tests.oracle.cases.directories import Directory
from tests.oracle.everything import everywhere
from tests.oracle.grounds import Database, Ground
from tests.oracle.history import apply_by_cli, apply_by_engine, state_of
from tests.oracle.sealing import sealed

_CASES = tuple(
    Directory(
        name,
        {
            f"{first}.sql": "CREATE TABLE old (x int);\n",
            "20260101000002_new.sql": "CREATE TABLE new (x int);\n",
            "20260101000003_newer.sql": "CREATE TABLE newer (x int);\n",
        },
    )
    for name, first in (("described", "20260101000001_what_was_there"), ("bare", "20260101000001"))
)
on_baselines = everywhere({"sqlite": _CASES, "postgres": _CASES, "postgres-database": _CASES})


@on_baselines
def test_baseline_leaves_the_same_history(
    atlas: AtlasCli, ground: Ground, case: Directory, tmp_path: Path
) -> None:
    migrations = sealed(atlas, case, tmp_path)
    left, right = _not_empty(ground), _not_empty(ground)
    cli = {
        "done": apply_by_cli(atlas, left, migrations, "--baseline", "20260101000001"),
        **state_of(ground, left),
    }
    ours = {
        "done": apply_by_engine(ground, right, migrations, baseline=min(case.files)),
        **state_of(ground, right),
    }
    agree(f"baseline/{ground.name}-{case}", as_text(cli), as_text(ours))


@on_baselines
def test_database_that_is_not_empty_is_refused_without_one(
    atlas: AtlasCli, ground: Ground, case: Directory, tmp_path: Path
) -> None:
    migrations, database = sealed(atlas, case, tmp_path), _not_empty(ground)
    assert apply_by_engine(ground, database, migrations) == REFUSED
    assert apply_by_cli(atlas, database, migrations) == REFUSED


def _not_empty(ground: Ground) -> Database:
    database = ground.database()
    database.rows("CREATE TABLE old (x int)")
    return database
