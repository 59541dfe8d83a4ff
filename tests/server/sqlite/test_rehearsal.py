"""The process around the sandbox: what it gets, what it leaves, what happens when it breaks."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import anyio
import pytest

from schemawarden.adapters.sqlite import rehearsal
from schemawarden.adapters.sqlite.rehearsal import SqliteRehearsal
from schemawarden.errors import EngineError, UnavailableError
from tests.server.crash.processes import children, needs_proc

ENDLESS = (
    "a.sql",
    0,
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary directory of this test alone."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return tmp_path / "tmp"


@pytest.fixture
def others() -> set[int]:
    """Children that were there before: of servers that other tests share."""
    return children(os.getpid())


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another program in the sandbox's place."""
    monkeypatch.setattr(rehearsal, "_PROGRAM", tmp_path / "program.py")
    return tmp_path / "program.py"


def alive(pid: int) -> bool:
    """Whether there is such a process that is more than a zombie."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def descriptors() -> int:
    return len(list(Path("/dev/fd").iterdir()))


async def test_nothing_to_run_starts_nothing(temporary: Path) -> None:
    assert await SqliteRehearsal().run([], []) == ()


async def test_version_of_the_sandbox_is_known() -> None:
    space = SqliteRehearsal()
    assert space.server_version == sqlite3.sqlite_version


async def test_schema_that_cannot_be_made_is_an_error_of_its_own() -> None:
    with pytest.raises(EngineError, match="REHEARSAL_SCHEMA_FAILED"):
        await SqliteRehearsal().run(["CREATE INDEX i ON gone (id)"], [("a.sql", 0, "SELECT 1")])


async def test_schema_is_watched_like_statements(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="ATTACH"):
        await SqliteRehearsal().run([f"ATTACH '{tmp_path}/x.db' AS x"], [("a.sql", 0, "SELECT 1")])
    assert list(tmp_path.iterdir()) == []


@needs_proc
async def test_finished_run_leaves_no_process_directory_or_descriptor(
    temporary: Path, others: set[int]
) -> None:
    await SqliteRehearsal().run([], [("a.sql", 0, "SELECT 1")])
    before = descriptors()
    for _ in range(3):
        await SqliteRehearsal().run([], [("a.sql", 0, "SELECT 1")])
    assert descriptors() <= before
    assert children(os.getpid()) <= others
    assert list(temporary.iterdir()) == []


@needs_proc
@pytest.mark.parametrize("seconds", [0.0, 0.005, 0.02, 0.2])
async def test_cancelled_run_leaves_no_process_directory_or_descriptor(
    temporary: Path, others: set[int], seconds: float
) -> None:
    await SqliteRehearsal().run([], [("a.sql", 0, "SELECT 1")])
    before = descriptors()
    with anyio.move_on_after(seconds) as scope:
        await SqliteRehearsal(5.0).run([], [ENDLESS])
    assert scope.cancelled_caught
    assert descriptors() <= before
    assert children(os.getpid()) <= others
    assert list(temporary.iterdir()) == []


@needs_proc
async def test_progress_is_told_statement_by_statement_and_may_break_the_run(
    temporary: Path, others: set[int]
) -> None:
    class Watcher:
        def __init__(self) -> None:
            self.seen: list[tuple[str, int, int]] = []

        async def reached(self, point: str, done: int = 0, total: int = 0, words: str = "") -> None:
            self.seen.append((point, done, total))
            if done == 2:
                raise RuntimeError("on purpose")

    watcher = Watcher()
    with pytest.raises(RuntimeError, match="on purpose"):
        await SqliteRehearsal().run([], [("a.sql", number, "SELECT 1") for number in range(3)], watcher)
    assert watcher.seen == [("rehearsal.statement", 1, 3), ("rehearsal.statement", 2, 3)]
    assert children(os.getpid()) <= others
    assert list(temporary.iterdir()) == []


async def test_slow_observer_does_not_eat_the_sandboxs_time(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow:
        async def reached(self, point: str, done: int = 0, total: int = 0, words: str = "") -> None:
            await anyio.sleep(0.4)

    monkeypatch.setattr(rehearsal, "_MARGIN_SECONDS", 0.5)
    runs = await SqliteRehearsal(0.5).run([], [("a.sql", number, "SELECT 1") for number in range(4)], Slow())
    assert [each.error for each in runs] == [""] * 4


READ = "import json, os, signal, sys, time\nrequest = json.load(sys.stdin)\n"
READY = READ + "print('{\"ready\": true}', flush=True)\n"
ONE = READY + 'print(\'{"effects": [], "error": "", "refused": "", "seconds": 0}\', flush=True)\n'


@pytest.mark.parametrize("end", ["os.kill(os.getpid(), signal.SIGSEGV)", "os._exit(1)", "sys.stdout.close()"])
async def test_crash_is_the_error_of_the_first_unreported_statement(program: Path, end: str) -> None:
    program.write_text(ONE + end)
    runs = await SqliteRehearsal().run([], [("a.sql", number, "SELECT 1") for number in range(3)])
    assert [each.error[:12] for each in runs] == ["", "SANDBOX_DIED"]
    assert runs[1].statement == 1


@pytest.mark.parametrize(
    "words", ["nonsense", "[]", '{"effects": 5}', '{"effects": [[1]], "error": "", "refused": ""}']
)
async def test_nonsense_is_taken_for_death(program: Path, words: str) -> None:
    program.write_text(READY + f"print({words!r}, flush=True)")
    runs = await SqliteRehearsal().run([], [("a.sql", 0, "SELECT 1")])
    assert runs[0].error.startswith("SANDBOX_DIED")


@needs_proc
async def test_process_that_ignores_its_budget_is_killed_with_its_children(
    program: Path, temporary: Path, others: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "_MARGIN_SECONDS", 0.3)
    note = program.parent / "pid"
    program.write_text(
        ONE
        + f"pid = os.fork()\nif pid: open({str(note)!r}, 'w').write(str(pid))\nwhile True: time.sleep(60)\n"
    )
    runs = await SqliteRehearsal(0.3).run([], [("a.sql", 0, "SELECT 1"), ("a.sql", 1, "SELECT 1")])
    assert runs[1].error.startswith("TIMEOUT")
    await anyio.sleep(0.1)
    assert not alive(int(note.read_text()))
    assert children(os.getpid()) <= others
    assert list(temporary.iterdir()) == []


async def test_process_that_does_not_start_is_unavailable(program: Path) -> None:
    program.write_text("raise SystemExit(1)")
    with pytest.raises(UnavailableError, match="REHEARSAL_UNAVAILABLE"):
        await SqliteRehearsal().run([], [("a.sql", 0, "SELECT 1" + " " * 1_000_000)])


async def test_sandbox_gets_no_environment_and_a_private_directory(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "secret")
    note = program.parent / "note"
    program.write_text(
        READ
        + f"open({str(note)!r}, 'w').write(repr([dict(os.environ), os.getcwd(), os.getsid(0) == os.getpid(), "
        "oct(os.stat('.').st_mode & 0o777)]))"
    )
    with pytest.raises(UnavailableError):
        await SqliteRehearsal().run([], [("a.sql", 0, "SELECT 1")])
    told = note.read_text()
    assert "secret" not in told
    assert "DATABASE_URL" not in told
    assert "schemawarden-sandbox-" in told
    assert told.endswith("True, '0o700']")


async def test_process_limits_are_in_force() -> None:
    code = (
        "import json, resource, runpy, sys\n"
        f"module = runpy.run_path({str(rehearsal._PROGRAM)!r})\n"
        "module['limit_process'](10.0)\n"
        "print(json.dumps({name: resource.getrlimit(getattr(resource, name))[1] "
        "for name in ('RLIMIT_FSIZE', 'RLIMIT_CORE', 'RLIMIT_NOFILE', 'RLIMIT_CPU')}))"
    )
    told = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True
    )
    assert (
        told.stdout.strip() == '{"RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0, "RLIMIT_NOFILE": 16, "RLIMIT_CPU": 15}'
    )


async def test_rehearsals_at_once_do_not_meet(temporary: Path) -> None:
    results = {}

    async def rehearse(number: int) -> None:
        results[number] = await SqliteRehearsal().run([], [("a.sql", 0, f"CREATE TABLE t{number} (id)")])

    async with anyio.create_task_group() as group:
        for number in range(8):
            group.start_soon(rehearse, number)
    assert [results[number][0].effects[0].name for number in range(8)] == [
        f"t{number}" for number in range(8)
    ]
    assert list(temporary.iterdir()) == []
