"""E: between looking and applying, nothing that the agent does to files, history or target slips through."""

from __future__ import annotations

import ctypes
import os
import sqlite3
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from schemawarden.errors import WorkspaceError
from schemawarden.workspace import PathWorkspace
from tests.threats.agent import at_work, call
from tests.threats.world import FIRST, World, make_world, unchanged

MORE = "CREATE TABLE more (id INTEGER PRIMARY KEY);\n"
EVIL = "DROP TABLE precious;\n"


async def approved(world: World, *texts: str) -> str:
    world.site.migrate(*(texts or (MORE,)))
    plan = await world.site.planned()
    await world.site.approve(plan)
    return plan


def edit(world: World) -> None:
    max(world.site.migrations.glob("*.sql")).write_text(EVIL)


def delete(world: World) -> None:
    max(world.site.migrations.glob("*.sql")).unlink()


def add_before(world: World) -> None:
    (world.site.migrations / "20260101000001_zz.sql").write_text(EVIL)


def add_after(world: World) -> None:
    world.site.migrate(EVIL)


def link(world: World) -> None:
    delete(world)
    (world.site.migrations / "20260101000002_step2.sql").symlink_to(world.secret)


def remove_workspace(world: World) -> None:
    world.site.workspace.rename(world.root / "moved")


EDITS = [edit, delete, add_before, add_after, link, remove_workspace]


@pytest.mark.parametrize("change", EDITS, ids=[change.__name__ for change in EDITS])
async def test_E01_what_was_approved_is_what_runs(world: World, change: object) -> None:
    """Also with a freshly computed atlas.sum, which is no authority."""
    plan = await approved(world)
    assert callable(change)
    change(world)
    with suppress(WorkspaceError):
        await world.seal()
    answer = await call(world.site, "apply_plan", plan_id=plan)
    assert answer["outcome"] == "applied"
    assert "more" in world.site.tables()
    assert len(world.rows()) == 3
    if change in (edit, delete):
        assert answer["workspace_differs"] == ["20260101000002_step2.sql"]


async def test_E01_a_plan_made_after_the_edit_needs_an_approval_of_its_own(world: World) -> None:
    plan = await approved(world)
    edit(world)
    await world.seal()
    dry = await call(world.site, "dry_run", target="app")
    assert dry.code == "PENDING_EXISTS"
    await call(world.site, "withdraw_plan", plan_id=plan)
    dry = await call(world.site, "dry_run", target="app")
    with unchanged(world):
        answer = await call(world.site, "apply_plan", plan_id=dry["plan_id"])
    assert answer["outcome"] == "needs_approval"
    assert dry["risk"] == "destructive"


@pytest.mark.parametrize(
    "text", [FIRST + EVIL, FIRST + " ", "-- x\n" + FIRST, "", FIRST.lower(), FIRST.replace("\n", "\r\n")]
)
async def test_E02_a_rewritten_applied_file_is_told(world: World, text: str) -> None:
    world.applied.write_bytes(text.encode())
    await world.seal()
    with unchanged(world):
        status = await call(world.site, "migration_status", target="app")
    assert status["problems"][0].startswith(f"HISTORY_REWRITTEN: {world.applied.name}")
    world.site.migrate(MORE)
    await world.seal()
    with unchanged(world):
        lint = await call(world.site, "lint_migrations", target="app")
        dry = await call(world.site, "dry_run", target="app")
    assert lint.rules["non-linear-history"] == dry.rules["non-linear-history"] == "error"
    assert dry["verdict"] == "approve"


async def test_E02_an_applied_file_that_is_gone_or_renamed_is_told(world: World) -> None:
    world.applied.rename(world.site.migrations / "20260101000009_other.sql")
    await world.seal()
    with unchanged(world):
        status = await call(world.site, "migration_status", target="app")
        lint = await call(world.site, "lint_migrations", target="app")
    assert any(problem.startswith("HISTORY_MISSING") for problem in status["problems"])
    assert lint.rules["non-linear-history"] == "error"


async def test_E03_a_file_marked_as_applied_that_never_ran_is_told_as_drift(world: World) -> None:
    """What `atlas migrate set` does, by somebody who may write to the target."""
    world.site.migrate(MORE)
    await world.record_as_applied()
    await world.seal()
    with unchanged(world):
        status = await call(world.site, "migration_status", target="app")
    assert status["pending"] == []
    assert any("more" in statement for statement in status["drift"])


async def test_E03_the_next_plan_says_that_history_and_schema_do_not_fit(world: World) -> None:
    """A plan on top of it is not approved in the belief that the history is true."""
    world.site.migrate(MORE)
    await world.record_as_applied()
    world.site.migrate("CREATE TABLE third (id INTEGER PRIMARY KEY);\n")
    await world.seal()
    with unchanged(world):
        dry = await call(world.site, "dry_run", target="app")
    assert dry.rules.keys() or dry["not_covered"], "nothing tells the approver that step 2 never ran"


async def test_E03_no_migration_writes_the_history(world: World) -> None:
    for spelling in (
        "atlas_schema_revisions",
        '"atlas_schema_revisions"',
        "[Atlas_Schema_Revisions]",
        "main . `atlas_schema_revisions`",
    ):
        for statement in (
            f"DELETE FROM {spelling};\n",
            f"UPDATE {spelling} SET hash = 'x';\n",
            f"INSERT INTO {spelling} (version) VALUES ('2');\n",
            f"DROP TABLE {spelling};\n",
            f"ALTER TABLE {spelling} RENAME TO x;\n",
            f"CREATE TRIGGER t AFTER INSERT ON {spelling} BEGIN DELETE FROM precious; END;\n",
        ):
            world.plant("pending", statement)
            with unchanged(world):
                lint = await call(world.site, "lint_migrations", target="app")
            assert "history-table" in lint.forbidden, statement
            delete(world)


async def test_E04_a_deleted_revision_makes_an_approved_plan_stale(world: World) -> None:
    plan = await approved(world)
    world.site.run_sql("DELETE FROM atlas_schema_revisions")
    with unchanged(world):
        answer = await call(world.site, "apply_plan", plan_id=plan)
        again = await call(world.site, "apply_plan", plan_id=plan)
    assert (answer.code, again.code) == ("HISTORY_CHANGED", "PLAN_STALE")
    assert "more" not in world.site.tables()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE atlas_schema_revisions SET hash = 'x'",
        "UPDATE atlas_schema_revisions SET executed_at = '2020-01-01'",
        "UPDATE atlas_schema_revisions SET operator_version = 'x'",
        "INSERT INTO atlas_schema_revisions SELECT '0', '', 2, 0, 0, executed_at, 1, '', '', '', '[]', '' FROM atlas_schema_revisions",
    ],
)
async def test_E04_any_other_change_of_the_history_does_too(world: World, sql: str) -> None:
    plan = await approved(world)
    world.site.run_sql(sql)
    with unchanged(world):
        answer = await call(world.site, "apply_plan", plan_id=plan)
    assert answer.code == "HISTORY_CHANGED"


async def test_E04_what_would_run_again_is_pending_for_all_to_see(world: World) -> None:
    world.site.run_sql("DELETE FROM atlas_schema_revisions")
    world.site.migrate("UPDATE precious SET name = name || '!' WHERE id = 1;\n")
    await world.seal()
    with unchanged(world):
        lint = await call(world.site, "lint_migrations", target="app")
    assert lint["pending"]
    assert lint.rules["dml-in-migration"] == "notice"  # one row, by its key


BASELINES = {
    "other schema": FIRST + MORE,
    "fewer columns": "CREATE TABLE precious (id INTEGER PRIMARY KEY);\n",
    "another default": FIRST.replace("NOT NULL", "NOT NULL DEFAULT 'x'"),
    "another view": FIRST + "CREATE VIEW v AS SELECT 1;\n",
    "nothing": "-- nothing\n",
    "directive": "-- atlas:baseline\n\n" + FIRST + MORE,
}


@pytest.mark.parametrize("name", BASELINES)
async def test_E06_an_agent_makes_no_file_count_as_a_baseline_by_saying_so(world: World, name: str) -> None:
    """Only a first file that makes exactly the live schema is one, and nobody names it."""
    world.site.run_sql("DROP TABLE atlas_schema_revisions")
    world.applied.write_text(BASELINES[name])
    world.site.migrate("UPDATE precious SET name = '' WHERE id = 1;\n")
    await world.seal()
    with unchanged(world):
        lint = await call(world.site, "lint_migrations", target="app")
    assert world.applied.name in lint["pending"]


async def test_E06_a_true_baseline_stands_in_the_plan_and_needs_an_approval(world: World) -> None:
    world.site.run_sql("DROP TABLE atlas_schema_revisions")
    with unchanged(world):
        dry = await call(world.site, "dry_run", target="app")
        answer = await call(world.site, "apply_plan", plan_id=dry["plan_id"])
    assert answer["outcome"] == "needs_approval"


async def test_E06_after_a_history_there_is_no_baseline_any_more(world: World) -> None:
    with unchanged(world):
        answer = await call(world.site, "write_migration", target="app", content="baseline")
    assert answer.refused


@pytest.mark.parametrize("name", ["20250101000000_early.sql", "1_a.sql", "0.sql", "20260101000000_step0.sql"])
async def test_E07_a_file_slipped_in_before_the_newest_applied_one_is_told(world: World, name: str) -> None:
    (world.site.migrations / name).write_text(MORE)
    await world.seal()
    with unchanged(world):
        status = await call(world.site, "migration_status", target="app")
        lint = await call(world.site, "lint_migrations", target="app")
        dry = await call(world.site, "dry_run", target="app")
    assert f"OUT_OF_ORDER: {name} sorts before the newest applied version" in status["problems"]
    assert lint.rules["non-linear-history"] == dry.rules["non-linear-history"] == "error"


async def test_E07_a_second_file_of_an_applied_version_does_not_pass_for_applied(world: World) -> None:
    twin = world.site.migrations / f"{world.applied.name.partition('_')[0]}_zz.sql"
    twin.write_text(EVIL)
    await world.seal()
    with unchanged(world):
        lint = await call(world.site, "lint_migrations", target="app")
        dry = await call(world.site, "dry_run", target="app")
    assert "error" in lint.rules.values() or lint["verdict"] == "deny"
    assert dry["verdict"] in ("approve", "deny")


@pytest.mark.parametrize("state", ["empty", "tables without history", "with history"])
async def test_E08_a_dry_run_makes_nothing_on_the_target(tmp_path: Path, state: str) -> None:
    world = await make_world(tmp_path)
    if state != "with history":
        world.site.run_sql("DROP TABLE atlas_schema_revisions")
    if state == "empty":
        world.site.run_sql("DROP TABLE precious")
    world.site.migrate(MORE)
    await world.seal()
    with unchanged(world):
        async with at_work(world.site) as agent:
            await agent.ask_everything()
            assert not (await agent.call("dry_run", target="app")).refused
    assert ("atlas_schema_revisions" in world.site.tables()) is (state == "with history")


DRIFTS = {
    "table": "CREATE TABLE drifted (id INTEGER)",
    "column": "ALTER TABLE precious ADD COLUMN drifted TEXT",
    "index": "CREATE INDEX drifted ON precious (name)",
    "view": "CREATE VIEW drifted AS SELECT 1",
    "trigger": "CREATE TRIGGER drifted AFTER INSERT ON precious BEGIN DELETE FROM precious; END",
    "trigger on the history": "CREATE TRIGGER drifted AFTER INSERT ON atlas_schema_revisions BEGIN DELETE FROM precious; END",
    "application id": "PRAGMA application_id = 7",
    "dropped": "DROP TABLE precious",
}


@pytest.mark.parametrize("drift", DRIFTS)
async def test_E11_a_schema_that_moved_since_the_rehearsal_stops_the_apply(world: World, drift: str) -> None:
    plan = await approved(world)
    world.site.run_sql(DRIFTS[drift])
    with unchanged(world):
        answer = await call(world.site, "apply_plan", plan_id=plan)
    assert answer.code == ("TARGET_MISMATCH" if drift == "application id" else "DRIFT")
    assert "more" not in world.site.tables()
    assert [record["event"] for record in await world.audit()][-2:] == ["plan.stale", "call.refused"]


async def test_E11_a_schema_that_went_and_came_back_is_the_approved_one(world: World) -> None:
    plan = await approved(world)
    world.site.run_sql("CREATE TABLE drifted (id INTEGER)", "DROP TABLE drifted")
    assert (await call(world.site, "apply_plan", plan_id=plan))["outcome"] == "applied"


# --- E13: the directory is swapped while it is read -----------------------------------------------------------------

SWAPS = 1000
_EXCHANGE = 2


def exchange(one: Path, other: Path) -> None:
    """Both names change places at once, so that no moment is without a directory."""
    libc = ctypes.CDLL(None, use_errno=True)
    done = libc.renameat2(-100, os.fsencode(one), -100, os.fsencode(other), _EXCHANGE)
    if done:
        raise OSError(ctypes.get_errno(), "renameat2")


def version(directory: Path, mark: str) -> None:
    directory.mkdir()
    for number in range(5):
        (directory / f"{number}_step.sql").write_text(f"-- {mark}\n")
    (directory / "atlas.sum").write_text(mark)


async def reads_one_whole_version(place: Path, other: Path, expected: set[str], codes: set[str]) -> None:
    """Swap a thousand times, and read all the while; each read is one version, whole, or none."""
    workspace = PathWorkspace(place.parent, place.name)
    stop = threading.Event()

    def swap() -> None:
        for _ in range(SWAPS):
            exchange(place, other)
            time.sleep(0.001)
        stop.set()

    thread = threading.Thread(target=swap)
    thread.start()
    reads = 0
    while not stop.is_set():
        try:
            snapshot = await workspace.snapshot()
        except WorkspaceError as error:
            if error.code not in codes:
                raise
            continue
        marks = {file.content.decode().removeprefix("-- ").strip() for file in snapshot.migrations}
        assert len(snapshot.migrations) == 5
        assert marks | {(snapshot.sum_file or b"").decode()} in ({mark} for mark in expected)
        reads += 1
    thread.join()
    assert reads > 5


async def test_E13_a_directory_swapped_a_thousand_times_is_read_as_one_whole_version(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    place, other = tmp_path / "w" / "migrations", tmp_path / "other"
    version(place, "a")
    version(other, "b")
    await reads_one_whole_version(place, other, {"a", "b"}, {"WORKSPACE_UNSTABLE"})


async def test_E13_a_link_swapped_in_is_never_followed(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    place, other, secret = tmp_path / "w" / "migrations", tmp_path / "link", tmp_path / "secret"
    version(place, "a")
    version(secret, "secret")
    other.symlink_to(secret)
    await reads_one_whole_version(
        place, other, {"a"}, {"WORKSPACE_UNSTABLE", "SYMLINK_REFUSED", "NOT_A_DIRECTORY"}
    )


async def test_E13_a_workspace_swapped_under_a_writer_is_not_written_elsewhere(world: World) -> None:
    """write_migration while the migration directory changes places with one of the host's."""
    other = world.host / "precious-migrations"
    version(other, "b")
    before = {path.name: path.read_text() for path in other.iterdir()}
    stop = threading.Event()

    def swap() -> None:
        while not stop.is_set():
            exchange(world.site.migrations, other)
            exchange(world.site.migrations, other)
            time.sleep(0.002)

    thread = threading.Thread(target=swap)
    thread.start()
    try:
        async with at_work(world.site) as agent:
            for _ in range(10):
                await agent.call("write_migration", target="app", name="more", content="empty")
    finally:
        stop.set()
        thread.join()
    assert {path.name: path.read_text() for path in other.iterdir()} == before


async def test_the_target_is_never_opened_for_writing_by_a_question(world: World) -> None:
    """An application that holds a write lock is not disturbed, and does not stop the questions."""
    with closing(sqlite3.connect(world.site.database, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        async with at_work(world.site) as agent:
            answers = await agent.ask_everything()
        db.execute("ROLLBACK")
    assert not any(answer.refused for answer in answers.values())
