"""`CREATE TABLE IF NOT EXISTS`: what it says of the table, with and without knowledge of the schema before."""

from __future__ import annotations

import pytest

from schemawarden_policy.facts import Column, Facts, Schema, Table
from schemawarden_policy.rule import Severity
from schemawarden_policy.statement import Dialect
from tests.policy.cases import report

MADE = "CREATE TABLE IF NOT EXISTS teams (id bigint PRIMARY KEY, slug text NOT NULL);\n"
TEAMS = Table("teams", (Column("id", "bigint", False), Column("slug", "text", False)), schema="public")
KNOWN = Facts(before=Schema((Table("users", (), schema="public"), TEAMS)))
UNKNOWN_TO = Facts(before=Schema((Table("users", (), schema="public"),)))


def _worst(sql: str, facts: Facts | None = None) -> Severity | None:
    return report(MADE + sql, dialect=Dialect.POSTGRESQL, facts=facts).highest


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE INDEX teams_slug ON teams (slug);",
        "CREATE UNIQUE INDEX IF NOT EXISTS teams_slug ON public.teams (lower(slug));",
        "ALTER TABLE teams ADD CONSTRAINT teams_slug UNIQUE (slug);",
        "ALTER TABLE teams ADD COLUMN IF NOT EXISTS name text;\nCREATE INDEX teams_name ON teams (name);",
    ],
)
def test_what_belongs_to_its_making_is_a_notice_when_nobody_knows_the_schema(sql: str) -> None:
    assert _worst(sql) == Severity.NOTICE


def test_a_known_table_is_no_new_one() -> None:
    assert _worst("CREATE INDEX teams_slug ON teams (slug);", KNOWN) == Severity.ERROR


def test_a_table_that_is_known_not_to_be_there_is_new() -> None:
    assert _worst("CREATE INDEX teams_slug ON teams (slug);\nDROP TABLE teams;", UNKNOWN_TO) is None


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE INDEX teams_mail ON teams (mail);",  # the definition has no such column: the table was there
        "DROP TABLE teams;",
        "DELETE FROM teams;",
        "ALTER TABLE teams RENAME COLUMN slug TO name;",
        "CREATE INDEX users_mail ON users (mail);",
    ],
)
def test_nothing_else_is_softened(sql: str) -> None:
    assert _worst(sql) == Severity.ERROR


def test_what_stands_before_it_is_not_softened() -> None:
    text = "CREATE INDEX teams_slug ON teams (slug);\n" + MADE
    assert report(text, dialect=Dialect.POSTGRESQL).highest == Severity.ERROR
