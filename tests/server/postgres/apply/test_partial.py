"""G03: what a failing file leaves behind is told exactly, on rows that no rehearsal has."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemawarden.flows.apply import ApplyResult
from schemawarden.flows.outcome import Outcome
from schemawarden.flows.propose import propose
from schemawarden_policy.approval import State
from tests.postgres import Server
from tests.server.postgres.apply.stage import HISTORY, Stage, context, make_stage
from tests.site import QUIET

OTHERS = """\
CREATE TABLE parent (id bigint PRIMARY KEY);
CREATE TABLE child (id bigint PRIMARY KEY, parent_id bigint NOT NULL
  REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
"""
MORE = "CREATE TABLE more (id bigint PRIMARY KEY);\n"
UNIQUE = "CREATE UNIQUE INDEX one ON ledger (what);\n"
CONCURRENTLY = "-- atlas:txmode none\n\nCREATE UNIQUE INDEX CONCURRENTLY one ON ledger (what);\n"


@pytest.fixture
async def stage(tmp_path: Path, postgres: Server) -> Stage:
    stage = await make_stage(tmp_path, postgres, HISTORY + OTHERS)
    await stage.site.execute(
        "UPDATE ledger SET what = 'same'",
        "INSERT INTO parent VALUES (1)",
        "INSERT INTO child VALUES (1, 1)",
    )
    return stage


async def applied(stage: Stage, *texts: str) -> tuple[ApplyResult, Outcome]:
    await stage.approved(*texts)
    result = await stage.apply()
    assert result.outcome is not None
    return result, result.outcome


async def invalid_indexes(stage: Stage) -> list[tuple[object, ...]]:
    return await stage.site.rows(
        "SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid WHERE NOT indisvalid"
    )


async def test_a_failing_statement_leaves_nothing_of_its_file(stage: Stage) -> None:
    result, outcome = await applied(stage, MORE + UNIQUE)
    assert (result.state, outcome.finished) == (State.FAILED, ())
    assert "step2.sql, statement 2: " in outcome.explanation
    assert "public.more" not in await stage.site.tables_there()
    assert await stage.site.rows("SELECT count(*) FROM atlas_schema_revisions") == [(1,)]


async def test_files_before_the_failing_one_stay_and_are_named(stage: Stage) -> None:
    result, outcome = await applied(stage, MORE, UNIQUE, "DROP TABLE child;\n")
    assert result.state is State.FAILED_PARTIAL
    assert outcome.finished == ("20260101000002_step2.sql",)
    assert "1 of 3 files are applied; 20260101000003_step3.sql is not finished." in outcome.explanation
    assert {"public.more", "public.child"} <= await stage.site.tables_there()


async def test_what_is_found_at_the_commit_alone_undoes_its_file_and_no_statement_is_blamed(
    stage: Stage,
) -> None:
    """A deferred constraint."""
    result, outcome = await applied(stage, MORE + "UPDATE child SET parent_id = parent_id + 1000;\n")
    assert (result.state, outcome.finished) == (State.FAILED, ())
    assert "Nothing was changed" in outcome.explanation
    assert "step2.sql: " in outcome.explanation
    assert "statement 0" not in outcome.explanation
    assert await stage.site.rows("SELECT parent_id FROM child") == [(1,)]
    assert "public.more" not in await stage.site.tables_there()


async def test_a_unique_index_over_twins_leaves_an_invalid_one_and_that_is_partial(stage: Stage) -> None:
    result, outcome = await applied(stage, CONCURRENTLY)
    assert await invalid_indexes(stage) == [("one",)]
    assert (result.state, outcome.finished) == (State.FAILED_PARTIAL, ())
    assert "The index public.one is there and invalid." in outcome.explanation
    assert "step2.sql, statement 1: " in outcome.explanation


async def test_the_next_dry_run_sees_the_invalid_index(stage: Stage) -> None:
    await applied(stage, CONCURRENTLY)
    async with context(stage.site) as ctx:
        seen = (await propose(ctx, "", QUIET)).examination
    assert [gap.reason for gap in seen.migration.facts.gaps if "public.one is invalid" in gap.reason]
    told = [finding for finding in seen.report.findings if "one" in finding.message]
    assert seen.report.verdict != "allow"
    assert told, seen.report.findings


async def test_without_a_transaction_the_statements_before_the_failing_one_stay(stage: Stage) -> None:
    text = CONCURRENTLY.replace("UNIQUE ", "").replace("one ", "first ")
    text += "CREATE INDEX CONCURRENTLY second ON ledger (id, what);\n"
    result, outcome = await applied(
        stage, MORE, text + "CREATE UNIQUE INDEX CONCURRENTLY one ON ledger (what);\n"
    )
    assert result.state is State.FAILED_PARTIAL
    assert outcome.finished == ("20260101000002_step2.sql",)
    assert "step3.sql, statement 3: " in outcome.explanation
    assert await invalid_indexes(stage) == [("one",)]
    rows = await stage.site.rows(
        "SELECT applied, total FROM atlas_schema_revisions ORDER BY version DESC LIMIT 1"
    )
    assert rows == [(2, 3)]


async def test_a_statement_that_takes_too_long_is_stopped_by_the_files_own_limit(stage: Stage) -> None:
    text = "SET statement_timeout = '1s';\nUPDATE ledger SET what = slowly(what);\n"
    await stage.approved(text)
    async with stage.gate_closed():
        result = await stage.apply()
    assert result.state is State.FAILED
    assert result.outcome is not None
    assert "statement 2" in result.outcome.explanation
    assert await stage.backends() == []
