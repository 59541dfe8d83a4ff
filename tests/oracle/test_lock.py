"""While one of them applies the other is refused: both take the same advisory lock."""

from __future__ import annotations

import asyncio
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.oracle import engine
from tests.oracle.atlas_cli import AtlasCli
from tests.oracle.cases.directories import Directory
from tests.oracle.engine import EngineRefusal, files_of
from tests.oracle.everything import everywhere
from tests.oracle.grounds import Postgres, PostgresDatabase
from tests.oracle.sealing import sealed

_CASE = Directory(
    "waits", {"20260101000001_wait.sql": "INSERT INTO gated.gate VALUES (1);\nCREATE TABLE t (x int);\n"}
)
on_postgres = everywhere({"postgres": (_CASE,)})


@on_postgres
def test_engine_is_refused_while_the_cli_applies(
    atlas: AtlasCli, ground: Postgres, case: Directory, tmp_path: Path
) -> None:
    migrations, database = sealed(atlas, case, tmp_path), ground.database()
    with _gate_held(database) as release:
        apply = ("migrate", "apply", "--dir", f"file://{migrations}", "--url", database.cli)
        command = [str(atlas.executable), *apply]
        with subprocess.Popen(command, env=dict(atlas.environment), stdout=subprocess.DEVNULL) as cli:
            _wait_for_someone_at_the_gate(database)
            with pytest.raises(EngineRefusal, match="lock_failed"):
                engine.apply(ground, database, files_of(migrations))
            release()
            assert cli.wait() == 0
    assert not engine.status(ground, database, files_of(migrations))["pending"]


@on_postgres
def test_cli_is_refused_while_the_engine_applies(
    atlas: AtlasCli, ground: Postgres, case: Directory, tmp_path: Path
) -> None:
    migrations, database = sealed(atlas, case, tmp_path), ground.database()
    answers: list[Any] = []
    work = threading.Thread(
        target=lambda: answers.append(engine.apply(ground, database, files_of(migrations)))
    )
    apply = (
        "migrate",
        "apply",
        "--dir",
        f"file://{migrations}",
        "--url",
        database.cli,
        "--lock-timeout",
        "100ms",
    )
    with _gate_held(database) as release:
        work.start()
        _wait_for_someone_at_the_gate(database)
        refused = atlas.run(*apply)
        release()
        work.join()
    assert refused.code != 0
    assert "acquiring database lock" in refused.err
    assert [answer["failed"] for answer in answers] == [None]
    assert "No migration files to execute" in atlas.run(*apply).accepted().out


@contextmanager
def _gate_held(database: PostgresDatabase) -> Iterator[Any]:
    """A table that nobody can write to until it is released. It is out of the scope, so the database counts as empty."""
    with asyncio.Runner() as runner:
        connection = runner.run(asyncpg.connect(**database.database.connect))
        try:
            runner.run(connection.execute("CREATE SCHEMA gated; CREATE TABLE gated.gate (x int)"))
            runner.run(connection.execute("BEGIN; LOCK TABLE gated.gate"))
            yield lambda: runner.run(connection.execute("COMMIT"))
        finally:
            runner.run(connection.close())


def _wait_for_someone_at_the_gate(database: PostgresDatabase) -> None:
    waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'gated.gate'::regclass"
    while not database.rows(waiting):
        time.sleep(0.02)
