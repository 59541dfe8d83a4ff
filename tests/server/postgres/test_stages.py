"""A generated migration on a real PostgreSQL: parted into steps that let others work, proven, linted, applied."""

from __future__ import annotations

from pathlib import Path

from schemawarden.flows.apply import apply_plan
from schemawarden.flows.inspect import validate
from schemawarden.flows.lint import lint
from schemawarden.flows.write import Content, Written, write
from schemawarden_policy.approval import State
from schemawarden_policy.rule import Severity
from tests.postgres import Server
from tests.postgres_site import PostgresSite, make_postgres_site
from tests.server.postgres.test_whole_path import applied
from tests.site import QUIET

BEFORE = """
CREATE TABLE accounts (id bigint PRIMARY KEY, name text, email varchar(40), old int);
CREATE TABLE orders (id bigint PRIMARY KEY, account_id bigint, total numeric(10,2), note text);
CREATE INDEX orders_note ON orders (note);
"""
GROWN = """
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, email varchar(40), old int, token uuid DEFAULT gen_random_uuid(),
  seen timestamptz NOT NULL DEFAULT now(), CONSTRAINT email_long CHECK (length(email) > 3), CONSTRAINT accounts_email_key UNIQUE (email));
CREATE TABLE orders (id bigint PRIMARY KEY, account_id bigint NOT NULL, total numeric(10,2), note text,
  CONSTRAINT orders_account FOREIGN KEY (account_id) REFERENCES accounts (id));
CREATE INDEX orders_note ON orders (note);
CREATE INDEX orders_account_id ON orders (account_id);
CREATE TABLE items (id bigint PRIMARY KEY, order_id bigint REFERENCES orders (id));
CREATE INDEX items_order ON items (order_id);
"""


async def site_with(tmp_path: Path, postgres: Server, desired: str) -> PostgresSite:
    site = await make_postgres_site(
        tmp_path, postgres, target='desired = "schema.sql"\napproval.assurance = "advisory"'
    )
    (site.workspace / "schema.sql").write_text(desired)
    await applied(site, BEFORE)
    return site


async def written(site: PostgresSite) -> Written:
    async with site.opened() as ctx:
        return await write(ctx, "grow", Content.FROM_DIFF)


def texts(result: Written) -> list[str]:
    return [file.content.decode() for file in result.draft.files]


async def test_what_grows_is_written_in_steps_that_lint_clean_and_lead_to_the_desired_schema(
    postgres: Server, tmp_path: Path
) -> None:
    site = await site_with(tmp_path, postgres, GROWN)
    result = await written(site)
    names = [file.name.split("_", 1)[1] for file in result.draft.files]
    assert names == [
        "grow.sql",
        "grow_index.sql",
        "grow_index.sql",
        "grow_constraints.sql",
        "grow_validate.sql",
        "grow_not_null.sql",
    ]
    assert result.draft.unstaged == ""
    assert result.examination is not None
    worse = [f for f in result.examination.report.findings if f.severity >= Severity.WARNING]
    assert worse == []
    async with site.opened() as ctx:
        again = await write(ctx, "more", Content.FROM_DIFF)
    assert again.draft.files == ()


async def test_the_steps_run_on_a_target_with_rows(postgres: Server, tmp_path: Path) -> None:
    site = await site_with(tmp_path, postgres, GROWN)
    await site.execute(
        "INSERT INTO accounts (id, name, email) SELECT n, 'a' || n, 'mail' || n FROM generate_series(1, 50) n",
        "INSERT INTO orders (id, account_id) SELECT n, n FROM generate_series(1, 50) n",
    )
    await written(site)
    async with site.opened() as ctx:
        plan_id = await site.planned(ctx)
        await site.approve(plan_id)
        done = await apply_plan(ctx, plan_id, None, QUIET)
        checked = await validate(ctx)
    assert done.state is State.APPLIED, done
    assert (checked.problems, checked.missing_in_live, checked.missing_in_migrations) == ((), (), ())
    left = "SELECT conname FROM pg_constraint WHERE NOT convalidated OR conname LIKE '%not_null_check'"
    assert await site.rows(left) == []


async def test_what_takes_away_comes_last_and_asks_for_a_deploy(postgres: Server, tmp_path: Path) -> None:
    desired = """
CREATE TABLE accounts (id bigint PRIMARY KEY, name text, email varchar(40), fresh text);
"""
    site = await site_with(tmp_path, postgres, desired)
    result = await written(site)
    *_, contract = texts(result)
    assert contract.startswith("-- Apply this file when no running code uses ")
    assert "accounts.old" in contract.splitlines()[0]
    assert "orders" in contract.splitlines()[0]
    assert "ADD COLUMN fresh" in texts(result)[0]
    assert "DROP" not in texts(result)[0]
    async with site.opened() as ctx:
        found = {f.rule for f in (await lint(ctx)).report.findings if f.severity >= Severity.ERROR}
    assert {"drop-table", "drop-column"} <= found


async def test_steps_that_do_not_lead_there_are_not_written(postgres: Server, tmp_path: Path) -> None:
    """An index of a partitioned table can't be built beside the traffic: the file stays as Atlas planned it, and says why."""
    site = await make_postgres_site(
        tmp_path, postgres, target='desired = "schema.sql"\napproval.assurance = "advisory"'
    )
    table = "CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\n"
    (site.workspace / "schema.sql").write_text(table + "CREATE INDEX events_id ON events (id);\n")
    await applied(site, table)
    result = await written(site)
    assert len(result.draft.files) == 1
    assert "CONCURRENTLY" not in texts(result)[0]
    assert "partitioned" in result.draft.unstaged
