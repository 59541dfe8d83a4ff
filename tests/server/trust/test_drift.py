"""Drift: what the history says and the live schema are compared by name, on a schema with everything in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemawarden.flows.apply import apply_plan
from tests.site import QUIET, Site, make_site

EVERYTHING = """\
CREATE TABLE Users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, "we ird" TEXT, x INT, UNIQUE (email, x), CONSTRAINT u UNIQUE (x));
CREATE TABLE p (a INT, b INT, c INT AS (a+b), d INT GENERATED ALWAYS AS (a) STORED, PRIMARY KEY (a,b)) WITHOUT ROWID;
CREATE TABLE numbers (id INTEGER PRIMARY KEY AUTOINCREMENT, p INT REFERENCES numbers (id));
CREATE INDEX I1 ON Users (lower(email));
CREATE VIEW V AS SELECT * FROM Users;
CREATE TRIGGER tr AFTER INSERT ON users BEGIN SELECT 1; END;
CREATE TRIGGER tv INSTEAD OF INSERT ON V BEGIN SELECT 1; END;
"""


@pytest.fixture
async def site(tmp_path: Path) -> Site:
    site = make_site(tmp_path / "site")
    site.migrate(EVERYTHING)
    plan_id = await site.planned()
    await apply_plan(site.context(), plan_id, await site.token(plan_id), QUIET)
    site.migrate("CREATE TABLE next_one (id INTEGER PRIMARY KEY);\n")
    return site


async def drift_of(site: Site) -> list[str]:
    findings = (await site.propose()).examination.report.findings
    return [finding.message for finding in findings if finding.rule == "schema-drift"]


async def test_a_schema_that_its_history_made_has_no_drift(site: Site) -> None:
    assert await drift_of(site) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("ALTER TABLE Users ADD COLUMN handmade TEXT", "column Users.handmade is there besides"),
        ("DROP INDEX I1", "index I1 is missing"),
        ("DROP TRIGGER tr", "trigger tr is missing"),
        ("CREATE TABLE handmade (id INTEGER)", "table handmade is there besides"),
    ],
)
async def test_a_change_by_hand_is_told(site: Site, change: str, told: str) -> None:
    site.run_sql(change)
    (message,) = await drift_of(site)
    assert told in message
