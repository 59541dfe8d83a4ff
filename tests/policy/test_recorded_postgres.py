"""What the rehearsal on PostgreSQL 18.6 saw of ordinary statements, held against their words.

`recorded/postgres18.json` holds the runs as the rehearsal told them, locks of readers left out; 15 told the same but for
locks on indexes. The tables stood there before as `BEFORE` has them.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from schemawarden_policy.check import check
from schemawarden_policy.facts import Effect, Facts, Lock, Schema, StatementRun, Table
from schemawarden_policy.migration import Migration
from schemawarden_policy.reading import read_file
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect
from tests.policy.cases import HERE
from tests.policy.snapshots import matches_snapshot

NAME = "20250101000000_x.sql"
FOLDER = HERE / "recorded"
RECORDED: list[dict[str, Any]] = json.loads((FOLDER / "postgres18.json").read_text())
BEFORE = Schema(
    (
        *(
            Table(name, (), schema="public")
            for name in ("users", "posts", "feelings", "events", "events_2020")
        ),
        *(Table(name, (), schema="audit") for name in ("users", "log")),
        Table("events_2019", (), schema="public", partition_of="public.events"),
    ),
    views=("active_users", "totals"),
)
EFFECTS = ("unexplained-effect", "rewrite-under-lock", "scan-under-lock", "rehearsal-failed")


def _run(told: dict[str, Any]) -> StatementRun:
    return StatementRun(
        NAME,
        told["statement"],
        effects=tuple(Effect(*effect) for effect in told.get("effects", ())),
        locks=tuple(Lock(*lock) for lock in told.get("locks", ())),
        rewrites=tuple(told.get("rewrites", ())),
        notes=tuple(told.get("notes", ())),
        error=told.get("error", ""),
        sqlstate=told.get("sqlstate", ""),
        autocommit=told.get("autocommit", False),
    )


def _findings(case: dict[str, Any], **facts: Any) -> list[str]:
    file = read_file(NAME, case["sql"], Dialect.POSTGRESQL)
    runs = tuple(map(_run, case["runs"]))
    migration = Migration(Dialect.POSTGRESQL, (file,), Facts(runs=runs, before=BEFORE, **facts))
    return [
        f"{finding.place.statement} {finding.rule}: {finding.message}"
        for finding in check(migration, Settings()).findings
        if finding.rule in EFFECTS
    ]


def test_what_was_seen_is_explained_as_recorded() -> None:
    matches_snapshot(FOLDER / "expected.json", {case["sql"]: _findings(case) for case in RECORDED})


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: case["sql"][:40])
def test_nothing_is_explained_by_a_statement_that_says_nothing(case: dict[str, Any]) -> None:
    """Every effect of a real statement is unexplained behind SELECT 1."""
    effects = [effect for run in case["runs"] for effect in run.get("effects", ())]
    silent = {"sql": "SELECT 1;", "runs": [{"statement": 0, "effects": effects}]}
    assert bool(_findings(silent)) == bool(effects)
