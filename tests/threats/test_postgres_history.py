"""E on PostgreSQL: questions leave nothing behind on the whole server, and a target that moved is not applied to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import asyncpg
import pytest

from schemawarden_policy.approval import State
from tests.postgres import Server
from tests.postgres_site import OWNER, PostgresSite, make_postgres_site
from tests.server.postgres.apply.stage import Meanwhile, Stage, apply_by_engine, make_stage
from tests.threats.agent import Agent, Answer, at_work, call

HISTORY = """\
CREATE TYPE {0}mood AS ENUM ('sad', 'ok');
CREATE TABLE {0}precious (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
CREATE SEQUENCE {0}numbers;
CREATE FUNCTION {0}twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 2 * n $$;
CREATE FUNCTION {0}shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := upper(NEW.name); RETURN NEW; END $$;
CREATE TRIGGER shouting BEFORE INSERT ON {0}precious FOR EACH ROW EXECUTE FUNCTION {0}shout();
CREATE VIEW {0}names AS SELECT name FROM {0}precious;
"""
MORE = "CREATE TABLE {0}more (id bigint PRIMARY KEY);\n"
SCOPES: dict[str, tuple[tuple[str, ...], str]] = {
    "one schema": (("public",), ""),
    "database": ((), "public."),
}


# --- E08 ------------------------------------------------------------------------------------------------------------


async def everything(server: Server) -> dict[tuple[str, str], Any]:
    """Place and writing transaction of every row of every table of every database, the system's own included, so that even
    a row that was written anew as it was shows. What statistics are kept of tables is left out."""
    found: dict[tuple[str, str], Any] = {
        ("", "prepared"): await _ask(server, "postgres", "SELECT gid FROM pg_prepared_xacts")
    }
    for (database,) in await _ask(server, "postgres", "SELECT datname FROM pg_database WHERE datallowconn"):
        tables = [table for (table,) in await _ask(server, database, _TABLES)]
        rows = await _ask(server, database, "\nUNION ALL ".join(_ROWS.format(table) for table in tables))
        found |= {(database, table): digest for table, digest in rows}
        found[database, "sequences"] = await _ask(server, database, "SELECT * FROM pg_sequences")
    return found


_TABLES = """
    SELECT c.oid::regclass::text FROM pg_class c
    WHERE c.relkind = 'r' AND c.relname NOT LIKE 'pg_statistic%' AND c.relpersistence <> 't'"""
_ROWS = "SELECT '{0}', md5(string_agg(ctid::text || xmin::text, ',' ORDER BY ctid)) FROM {0}"
_OF_OURS = "SELECT pid, query FROM pg_stat_activity WHERE application_name LIKE 'schemawarden%'"


async def _ask(server: Server, database: str, query: str) -> list[Any]:
    connection = await asyncpg.connect(**server.login(server.superuser_name, database))
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


QUESTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("list_targets", {}),
    ("advise_workflow", {"target": "app"}),
    ("inspect_schema", {"target": "app", "schema": "live"}),
    ("validate_schema", {"target": "app"}),
    ("diff_schema", {"target": "app", "from": "live", "to": "desired"}),
    ("lint_migrations", {"target": "app"}),
    ("migration_status", {"target": "app"}),
    ("dry_run", {"target": "app"}),
)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("scope", SCOPES)
async def test_E08_no_question_writes_one_row_anywhere_on_the_targets_server(
    tmp_path: Path, postgres: Server, scope: str
) -> None:
    schemas, prefix = SCOPES[scope]
    desired = 'approval.assurance = "advisory"\ndesired.files = ["schema.sql"]'
    site = await make_postgres_site(tmp_path, postgres, schemas=schemas, target=desired)
    (site.workspace / "schema.sql").write_text((HISTORY + MORE).format(prefix))
    async with at_work(site) as agent:
        await asked_in_vain(agent, postgres)
        await apply_by_engine(site, HISTORY.format(prefix))
        site.migrate(MORE.format(prefix))
        dry = (await asked_in_vain(agent, postgres))["dry_run"]
        before = await everything(postgres)
        await site.approve(dry["plan_id"])
        assert (await agent.call("apply_plan", plan_id=dry["plan_id"]))["outcome"] == "applied"
        assert await everything(postgres) != before, "this test sees nothing"
        await forget_history(site, schemas)
        await asked_in_vain(agent, postgres)
    assert not [name for name in await site.tables_there() if "revisions" in str(name)]
    assert await _ask(postgres, "postgres", _OF_OURS) == []


async def asked_in_vain(agent: Agent, server: Server) -> dict[str, Answer]:
    """Every question is answered and leaves the server as it was."""
    before = await everything(server)
    answers = {tool: await agent.send(tool, asked) for tool, asked in QUESTIONS}
    after = await everything(server)
    assert [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)] == []
    assert {tool: answer.text for tool, answer in answers.items() if answer.refused} == {}
    return answers


async def forget_history(site: PostgresSite, schemas: tuple[str, ...]) -> None:
    place = schemas[0] if schemas else "atlas_schema_revisions"
    await site.execute(f"DROP TABLE {place}.atlas_schema_revisions")
    if not schemas:
        await site.execute("DROP SCHEMA atlas_schema_revisions")


# --- E11 ------------------------------------------------------------------------------------------------------------

DRIFTS: dict[str, tuple[str, str]] = {
    "table": ("CREATE TABLE drifted (id integer)", "DROP TABLE drifted"),
    "column": ("ALTER TABLE precious ADD COLUMN drifted text", "ALTER TABLE precious DROP COLUMN drifted"),
    "column default": ("ALTER TABLE precious ALTER COLUMN name SET DEFAULT 'x'", "ALTER TABLE precious ALTER COLUMN name DROP DEFAULT"),
    "index": ("CREATE INDEX drifted ON precious (name)", "DROP INDEX drifted"),
    "constraint": ("ALTER TABLE precious ADD CONSTRAINT drifted CHECK (name <> '')", "ALTER TABLE precious DROP CONSTRAINT drifted"),
    "function body": (
        "CREATE OR REPLACE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 3 * n $$",
        "CREATE OR REPLACE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 2 * n $$",
    ),
    "view": ("CREATE OR REPLACE VIEW names AS SELECT name FROM precious WHERE id > 0", "CREATE OR REPLACE VIEW names AS SELECT name FROM precious"),
    "trigger": ("ALTER TABLE precious DISABLE TRIGGER shouting", "ALTER TABLE precious ENABLE TRIGGER shouting"),
    "policy": ("CREATE POLICY drifted ON precious USING (true)", "DROP POLICY drifted ON precious"),
    "row security": ("ALTER TABLE precious ENABLE ROW LEVEL SECURITY", "ALTER TABLE precious DISABLE ROW LEVEL SECURITY"),
    "grant": ("GRANT SELECT ON precious TO e11_other", "REVOKE SELECT ON precious FROM e11_other"),
    "owner": ("ALTER TABLE precious OWNER TO e11_other", f"ALTER TABLE precious OWNER TO {OWNER}"),
    "enum value": ("ALTER TYPE mood ADD VALUE 'drifted'", f"DROP TYPE mood; CREATE TYPE mood AS ENUM ('sad', 'ok'); ALTER TYPE mood OWNER TO {OWNER}"),
    "sequence": ("ALTER SEQUENCE numbers INCREMENT BY 7", "ALTER SEQUENCE numbers INCREMENT BY 1"),
    "extension": ("CREATE EXTENSION citext", "DROP EXTENSION citext"),
    "default privilege": ("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO e11_other", "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON TABLES FROM e11_other"),
    "trigger on the history": (
        "CREATE TRIGGER drifted BEFORE INSERT ON atlas_schema_revisions FOR EACH ROW EXECUTE FUNCTION shout()",
        "DROP TRIGGER drifted ON atlas_schema_revisions",
    ),
}  # fmt: skip
"""What somebody does to the target, and how the test undoes it; as the superuser."""
HISTORY_DRIFTS: dict[str, tuple[str, str]] = {
    "revision changed": (
        "UPDATE atlas_schema_revisions SET executed_at = executed_at + interval '1 second'",
        "UPDATE atlas_schema_revisions SET executed_at = executed_at - interval '1 second'",
    ),
    "revision added": (
        "INSERT INTO atlas_schema_revisions SELECT '0', '', 2, 0, 0, executed_at, 1, '', '', '', '[]', '' FROM atlas_schema_revisions",
        "DELETE FROM atlas_schema_revisions WHERE version = '0'",
    ),
    "revision taken for ours": (
        "INSERT INTO atlas_schema_revisions SELECT '20260101000002', '', 2, 1, 1, executed_at, 1, '', '', '', '[]', '' FROM atlas_schema_revisions",
        "DELETE FROM atlas_schema_revisions WHERE version = '20260101000002'",
    ),
}  # fmt: skip


@pytest.fixture
async def stage(tmp_path: Path, postgres: Server) -> Stage:
    await postgres.new_role("e11_other")
    stage = await make_stage(tmp_path, postgres, HISTORY.format(""), rows=0)
    await stage.approved(MORE.format(""))
    return stage


async def as_superuser(stage: Stage, script: str) -> None:
    async with stage.site.connected(superuser=True) as connection:
        await connection.execute(script)


async def test_E11_a_target_that_moved_since_the_rehearsal_is_not_applied_to(stage: Stage) -> None:
    told = {}
    for kind, (change, back) in {**DRIFTS, **HISTORY_DRIFTS}.items():
        await as_superuser(stage, change)
        told[kind] = (await call(stage.site, "apply_plan", plan_id=stage.plan_id)).code
        assert "public.more" not in await stage.site.tables_there()
        assert (await call(stage.site, "apply_plan", plan_id=stage.plan_id)).code == "PLAN_STALE", kind
        await as_superuser(stage, back)
        await stage.again()
    assert told == dict.fromkeys(DRIFTS, "DRIFT") | dict.fromkeys(HISTORY_DRIFTS, "HISTORY_CHANGED")
    answer = await call(stage.site, "apply_plan", plan_id=stage.plan_id)
    assert answer["outcome"] == "applied", "what went and came back is what was approved"


async def test_E11_a_target_that_moves_after_our_last_look_is_left_alone_by_the_engine(stage: Stage) -> None:
    for kind, (change, back) in DRIFTS.items():
        drift = Meanwhile("claimed", lambda change=change: as_superuser(stage, change))  # type: ignore[misc]
        result = await stage.apply(drift)
        assert result.outcome is not None
        assert (result.state, result.outcome.finished) == (State.FAILED, ()), (kind, result.outcome)
        assert "Nothing was run." in result.outcome.explanation, kind
        assert "DRIFT" in result.outcome.explanation, kind
        assert "public.more" not in await stage.site.tables_there()
        await as_superuser(stage, back)
        await stage.again()
    assert (await stage.apply()).state is State.APPLIED


async def test_E11_a_history_that_moves_after_our_last_look_is_never_told_as_ours(stage: Stage) -> None:
    change, _ = HISTORY_DRIFTS["revision taken for ours"]
    result = await stage.apply(Meanwhile("claimed", lambda: as_superuser(stage, change)))
    assert result.state is State.UNKNOWN
    assert "public.more" not in await stage.site.tables_there()
