"""Taking over a PostgreSQL database that grew up without Atlas: recorded, not run; or refused with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.postgres import Server
from tests.postgres_site import PostgresSite, make_postgres_site
from tests.threats.agent import at_work

TABLES = """\
CREATE TABLE people (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email varchar(200) NOT NULL UNIQUE, born date);
CREATE TABLE orders (
  id bigserial PRIMARY KEY, person_id bigint NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  total numeric(10, 2) NOT NULL DEFAULT 0 CHECK (total >= 0), placed timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_recent ON orders (placed DESC) WHERE total > 0;
"""
OBJECTS = {
    "tables": "",
    "enum": "CREATE TYPE mood AS ENUM ('sad', 'it''s ok'); ALTER TABLE people ADD COLUMN mood mood NOT NULL DEFAULT 'sad';",
    "comments": "COMMENT ON TABLE people IS 'who; they ''are'''; COMMENT ON COLUMN people.email IS 'e-mail';",
    "view": "CREATE VIEW recent AS SELECT id, total FROM orders WHERE placed > now() - interval '1 day';",
    "materialized view": "CREATE MATERIALIZED VIEW totals AS SELECT person_id, sum(total) AS total FROM orders GROUP BY 1;",
    "function": "CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE plpgsql AS $body$ BEGIN RETURN 2 * n; -- ;\nEND $body$;",
    "trigger": (
        "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.placed := now(); RETURN NEW; END $$;"
        "CREATE TRIGGER stamping BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION stamp();"
    ),
    "policy": "ALTER TABLE orders ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON orders USING (total < 1000);",
    "grant": "GRANT SELECT ON people TO baseline_reader;",
    "domain": "CREATE DOMAIN percent AS integer CHECK (VALUE BETWEEN 0 AND 100); ALTER TABLE orders ADD COLUMN rebate percent;",
    "partitions": "CREATE TABLE log (at date NOT NULL, what text) PARTITION BY RANGE (at);"
    "CREATE TABLE log_2026 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
}


EVERYTHING = TABLES + "\n".join(OBJECTS.values())
EDITS = {
    "function": ("RETURN 2 * n", "RETURN 3 * n"),
    "view": ("1 day", "2 days"),
    "policy": ("< (1000)", "< (9000)"),
    "trigger": ("BEFORE UPDATE", "AFTER UPDATE"),
    "column": ("character varying(200)", "character varying(100)"),
    "enum": ("'sad',", "'sad', 'glad',"),
    "domain": ("<= 100", "<= 99"),
}


@pytest.fixture
async def old(tmp_path: Path, postgres: Server, request: pytest.FixtureRequest) -> PostgresSite:
    """A database with all of this and a row, and no history. The parameter is the scope."""
    await postgres.new_role("baseline_reader")
    schemas = getattr(request, "param", ("public",))
    site = await make_postgres_site(tmp_path, postgres, schemas=schemas)
    async with site.connected() as connection:
        await connection.execute(EVERYTHING)
        await connection.execute("INSERT INTO people (email) VALUES ('ada@example.org')")
    return site


@pytest.mark.parametrize("old", [("public",), ()], indirect=True, ids=["one schema", "database"])
async def test_a_grown_database_is_taken_over_and_nothing_is_run(old: PostgresSite) -> None:
    before = await old.rows(OIDS)
    async with at_work(old) as agent:
        written = await agent.call("write_migration", target="app", name="baseline", content="baseline")
        dry = await agent.call("dry_run", target="app")
        assert (written.rules, dry.rules) == ({"history-baseline": "warning"},) * 2
        assert dry["not_covered"] == []
        assert (await agent.call("apply_plan", plan_id=dry["plan_id"]))["outcome"] == "needs_approval"
        await old.approve(dry["plan_id"])
        assert (await agent.call("apply_plan", plan_id=dry["plan_id"]))["outcome"] == "applied"
        status = await agent.call("migration_status", target="app")
        assert (status["pending"], status["problems"], status["drift"]) == ([], [], [])
    assert await old.rows(OIDS) == before
    (text,) = (path.read_text() for path in old.migrations.glob("*.sql"))
    lines = text.splitlines()
    assert not [line for line in lines if line.startswith(("SET ", "SELECT ", "--", "\\"))], (
        "the file is schema alone"
    )
    assert len([line for line in lines if line.startswith("CREATE ")]) >= 14


OIDS = """
    SELECT 'class', relname, oid::text, xmin::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE 'atlas%'
    UNION ALL SELECT 'routine', proname, oid::text, xmin::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'row', email, ctid::text, xmin::text FROM people ORDER BY 1, 2"""
"""Everything that running a statement of the file would change."""


async def test_E06_a_file_that_makes_almost_the_live_schema_is_no_baseline(old: PostgresSite) -> None:
    async with at_work(old) as agent:
        await agent.call("write_migration", target="app", name="baseline", content="baseline")
        (path,) = old.migrations.glob("*.sql")
        text = path.read_text()
        taken = {}
        for name, (there, instead) in EDITS.items():
            assert there in text, name
            path.write_text(text.replace(there, instead, 1))
            answer = await agent.call("lint_migrations", target="app")
            taken[name] = "history-baseline" in answer.rules, answer["verdict"]
        path.write_text(text)
        assert "history-baseline" in (await agent.call("lint_migrations", target="app")).rules
    assert taken == dict.fromkeys(EDITS, (False, "approve"))
