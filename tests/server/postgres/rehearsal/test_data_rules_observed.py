"""What each data rule says of a statement, beside what PostgreSQL does with it when there are rows."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import asyncpg
import pytest

from schemawarden_policy.check import check
from schemawarden_policy.facts import Facts
from schemawarden_policy.migration import Migration
from schemawarden_policy.reading import read_file
from schemawarden_policy.rule import Severity
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect
from tests.postgres import Server
from tests.server.postgres.rehearsal.copies import connection

SETUP = """
CREATE TABLE plans (name text PRIMARY KEY);
CREATE TABLE users (id bigint, plan text, email text, tags text[]);
CREATE UNIQUE INDEX users_email ON users (email);
INSERT INTO users VALUES (1, 'free', 'a', '{x}'), (2, 'free', NULL, '{x}');
CREATE FUNCTION in_stock(bigint) RETURNS boolean LANGUAGE sql AS 'SELECT EXISTS (SELECT FROM plans)';
"""
BOTH = (15, 18)
NULLS, DUPLICATES, ORPHANS, UNFIT, TWICE = "23502", "23505", "23503", "23514", "42701"


@dataclass(frozen=True)
class Observed:
    rule: str
    text: str
    sqlstate: str = ""
    """Empty when it runs through."""
    fires: bool = True
    """The rule tells it, at warning or above."""
    majors: tuple[int, ...] = BOTH


def add(action: str) -> str:
    return f"ALTER TABLE users {action};"


OBSERVED = (
    Observed("add-required-column", add("ADD COLUMN a int NOT NULL"), NULLS),
    Observed("add-required-column", add("ADD COLUMN a int NOT NULL DEFAULT NULL"), NULLS),
    Observed("add-required-column", add("ADD COLUMN a int PRIMARY KEY"), NULLS),
    Observed("add-required-column", add("ADD COLUMN a int NOT NULL DEFAULT 0"), fires=False),
    Observed(
        "add-required-column", add("ADD COLUMN a int GENERATED ALWAYS AS IDENTITY PRIMARY KEY"), fires=False
    ),
    Observed("add-required-column", add("ADD COLUMN a bigserial PRIMARY KEY"), fires=False),
    Observed(
        "add-required-column",
        add("ADD COLUMN a bigint NOT NULL GENERATED ALWAYS AS (id) STORED"),
        fires=False,
    ),
    Observed(
        "add-required-column",
        "CREATE TABLE notes (id int);\nALTER TABLE notes ADD COLUMN a int NOT NULL;",
        fires=False,
    ),
    Observed("add-unique-existing", "CREATE UNIQUE INDEX i ON users (plan);", DUPLICATES),
    Observed("add-unique-existing", add("ADD CONSTRAINT c UNIQUE (plan)"), DUPLICATES),
    Observed("add-unique-existing", add("ADD COLUMN a int DEFAULT 0 UNIQUE"), DUPLICATES),
    Observed("add-unique-existing", add("ADD COLUMN a int UNIQUE"), fires=False),
    Observed("add-unique-existing", add("ADD COLUMN a uuid DEFAULT gen_random_uuid() UNIQUE"), fires=False),
    Observed("add-unique-existing", add("ADD CONSTRAINT c UNIQUE USING INDEX users_email"), fires=False),
    Observed(
        "add-unique-existing",
        add("ADD COLUMN a int") + "\nCREATE UNIQUE INDEX i ON users (plan, a);",
        fires=False,
    ),
    Observed(
        "index-to-unique",
        "CREATE INDEX i ON plans (name);\nDROP INDEX users_email;\nCREATE UNIQUE INDEX users_email ON users (plan);",
        DUPLICATES,
    ),
    Observed("set-not-null-data", add("ALTER COLUMN email SET NOT NULL"), NULLS),
    Observed("set-not-null-data", add("ADD CONSTRAINT c NOT NULL email"), NULLS, majors=(18,)),
    Observed(
        "set-not-null-data", add("ADD CONSTRAINT c NOT NULL email NOT VALID"), fires=False, majors=(18,)
    ),
    Observed(
        "set-not-null-data",
        "UPDATE users SET email = '' WHERE email IS NULL;\n" + add("ALTER COLUMN email SET NOT NULL"),
        fires=False,
    ),
    Observed(
        "set-not-null-data",
        "UPDATE users SET email = '' WHERE email IS NULL AND id < 2;\n"
        + add("ALTER COLUMN email SET NOT NULL"),
        NULLS,
    ),
    Observed(
        "set-not-null-data",
        add("ADD COLUMN a int DEFAULT 0") + add("ALTER COLUMN a SET NOT NULL"),
        fires=False,
    ),
    Observed("set-not-null-data", add("ADD COLUMN a int") + add("ALTER COLUMN a SET NOT NULL"), NULLS),
    Observed("add-fk-data", add("ADD CONSTRAINT c FOREIGN KEY (plan) REFERENCES plans (name)"), ORPHANS),
    Observed(
        "add-fk-data",
        add("ADD CONSTRAINT c FOREIGN KEY (plan) REFERENCES plans (name) NOT VALID"),
        fires=False,
    ),
    Observed("add-fk-data", add("ADD COLUMN a text DEFAULT 'x' REFERENCES plans (name)"), ORPHANS),
    Observed("add-fk-data", add("ADD COLUMN a text REFERENCES plans (name)"), fires=False),
    Observed(
        "add-fk-data",
        add("ADD COLUMN a text") + add("ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES plans (name)"),
        fires=False,
    ),
    Observed("add-check-data", add("ADD CONSTRAINT c CHECK (id > 1)"), UNFIT),
    Observed("add-check-data", add("ADD CONSTRAINT c CHECK (id > 1) NOT VALID"), fires=False),
    Observed("add-check-data", add("ADD COLUMN a int DEFAULT 0 CHECK (a > 0)"), UNFIT),
    Observed("add-check-data", add("ADD COLUMN a bigint DEFAULT 1 CHECK (a >= id)"), UNFIT),
    Observed("add-check-data", add("ADD COLUMN a int CHECK (a IS NOT NULL)"), UNFIT),
    Observed("add-check-data", add("ADD COLUMN a int CHECK (a > 0)"), fires=False),
    Observed(
        "add-check-data", add("ADD COLUMN a text DEFAULT 'new' CHECK (a IN ('new', 'old'))"), fires=False
    ),
    Observed(
        "add-check-data", add("ADD COLUMN a text DEFAULT 'odd' CHECK (a = ANY (ARRAY['new', 'old']))"), UNFIT
    ),
    Observed("pk-on-nullable", add("ADD PRIMARY KEY (email)"), NULLS),
    Observed(
        "pk-on-nullable",
        "CREATE UNIQUE INDEX i ON users (email);\n" + add("ADD PRIMARY KEY USING INDEX i"),
        NULLS,
        fires=False,
    ),
    Observed(
        "pk-on-nullable",
        "UPDATE users SET email = '' WHERE email IS NULL;\n"
        + add("ALTER COLUMN email SET NOT NULL")
        + add("ADD PRIMARY KEY USING INDEX users_email"),
        fires=False,
    ),
    Observed("volatile-check", add("ADD CONSTRAINT c CHECK (in_stock(id)) NOT VALID")),
    Observed(
        "volatile-check",
        add("ADD CONSTRAINT c CHECK (in_stock(id)) NOT VALID")
        + "\nUPDATE users SET plan = 'x' WHERE id = 1;",
        UNFIT,
    ),
    Observed("volatile-check", "CREATE TABLE draws (seed float8 CHECK (seed < random()));"),
    Observed("volatile-check", add("ADD CONSTRAINT c CHECK (lower(plan) <> '') NOT VALID"), fires=False),
    Observed("duplicate-column", "CREATE TABLE t (a int, a int);", TWICE),
    Observed("duplicate-column", add("ADD COLUMN a int, ADD COLUMN a text"), TWICE),
    Observed("duplicate-column", add("ADD CONSTRAINT c UNIQUE (id, id)"), TWICE),
    Observed("duplicate-column", "INSERT INTO users (id, id) VALUES (3, 4);", TWICE),
    Observed("duplicate-column", "UPDATE users SET plan = 'x', plan = 'y' WHERE id = 1;", "42601"),
    Observed("duplicate-column", "CREATE INDEX i ON users (plan, plan);"),
    Observed("duplicate-column", "UPDATE users SET tags[1] = 'a', tags[2] = 'b' WHERE id = 1;", fires=False),
)


def label(row: Observed) -> str:
    return f"{row.rule}: {row.text[:60]}"


@pytest.fixture(scope="module")
def answers(postgres: Server) -> dict[Observed, str]:
    """Row -> the SQLSTATE, each in a transaction that is rolled back."""
    return asyncio.run(_answers(postgres))


async def _answers(server: Server) -> dict[Observed, str]:
    database = await server.new_database()
    async with connection(database.connect) as session:
        await session.execute(SETUP)
        return {row: await _answer(session, row) for row in OBSERVED if server.major in row.majors}


async def _answer(session: asyncpg.Connection[asyncpg.Record], row: Observed) -> str:
    transaction = session.transaction()
    await transaction.start()
    try:
        await session.execute(row.text)
    except asyncpg.PostgresError as error:
        return str(error.sqlstate)
    finally:
        await transaction.rollback()
    return ""


@pytest.mark.parametrize("row", OBSERVED, ids=label)
def test_the_server_does_it(postgres: Server, answers: dict[Observed, str], row: Observed) -> None:
    if postgres.major in row.majors:
        assert answers[row] == row.sqlstate


@pytest.mark.parametrize("row", OBSERVED, ids=label)
def test_the_rule_tells_it(row: Observed) -> None:
    file = read_file("1_x.sql", row.text, Dialect.POSTGRESQL)
    facts = Facts(server_version=f"{row.majors[0]}.0")
    found = check(Migration(Dialect.POSTGRESQL, (file,), facts), Settings()).findings
    told = {finding.rule for finding in found if finding.severity >= Severity.WARNING}
    assert (row.rule in told) == row.fires
