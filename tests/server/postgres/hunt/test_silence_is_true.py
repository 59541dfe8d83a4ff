"""A dry run that gives no error and calls the risk routine has told of no loss, so there is none but what a finding names.

Random migrations (grammar.py) are judged, and the silent ones run on a populated database (world.py); keeping.py tells what
is not there any more. SCHEMAWARDEN_HUNT=600 hunts for 600 seconds, from a seed of its own.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.postgres import Server
from tests.server.hunt.grammar import Case
from tests.server.postgres.hunt import plain
from tests.server.postgres.hunt.counterexamples import TOLD
from tests.server.postgres.hunt.grammar import make, written
from tests.server.postgres.hunt.hunting import Judged, Quick

SECONDS = float(os.environ.get("SCHEMAWARDEN_HUNT", "0"))
FIRST = secrets.randbelow(10**9) if SECONDS else 20_260_101
CASES = 10
"""Of each scope, without SCHEMAWARDEN_HUNT."""
SCOPES = ((), ("public",))

pytestmark = pytest.mark.timeout(180 + 3 * SECONDS)


@pytest.fixture(scope="module")
def whole(postgres18: Server, tmp_path_factory: pytest.TempPathFactory) -> Quick:
    return asyncio.run(Quick.make(postgres18, tmp_path_factory.mktemp("whole"), ()))


def seeds() -> Iterator[int]:
    """Seeds for so many cases, or for one scope's share of the long hunt's time."""
    end = time.monotonic() + SECONDS / len(SCOPES)
    for seed in count(FIRST):
        if time.monotonic() >= end if SECONDS else seed >= FIRST + CASES:
            return
        yield seed


@pytest.mark.parametrize("schemas", SCOPES, ids=["whole database", "one schema"])
async def test_what_is_silent_loses_nothing(
    whole: Quick, postgres18: Server, tmp_path: Path, schemas: tuple[str, ...]
) -> None:
    quick = await Quick.make(postgres18, tmp_path, schemas) if schemas else whole
    tried = silent = 0
    broken: list[str] = []
    for seed in seeds():
        case = make(seed)
        judged = await quick.judge(case.texts, case.meant)
        tried, silent = tried + 1, silent + judged.silent
        if judged.broken_promise:
            broken.append(await _told(quick, case, seed))
    assert not broken, f"{len(broken)} of {tried} cases\n" + "\n".join(broken[:10])
    assert silent > tried / 4, "the grammar has become too nasty to find anything"


async def test_counterexamples_are_told_of(whole: Quick) -> None:
    silent = [name for name, text in TOLD.items() if (await whole.judge([text], {})).broken_promise]
    assert silent == []


async def test_honest_migrations_are_not_refused(whole: Quick) -> None:
    chosen = plain.SHAPES if SECONDS else plain.SHAPES[::5]
    cases = [written(shape) for shape in chosen]
    judged = [await whole.judge(case.texts, case.meant) for case in cases]
    loud = [_text(case, judged=found) for case, found in zip(cases, judged, strict=True) if not found.silent]
    assert loud == []
    assert all(found.applied for found in judged)


async def test_the_hunt_sees_losses(whole: Quick) -> None:
    """Each kind of loss, were it silent, would be seen; and what is no loss would not."""
    for kind, statement in {
        "table": "DROP TABLE notes",
        "row": "DELETE FROM marks WHERE k = 'b'",
        "value": "UPDATE users SET code = trim(code)",
        "column": "ALTER TABLE users DROP COLUMN code",
        "not_null": "ALTER TABLE users ALTER name DROP NOT NULL",
        "default": "ALTER TABLE users ALTER code DROP DEFAULT",
        "constraint": "ALTER TABLE posts DROP CONSTRAINT posts_titled",
        "index": "DROP INDEX users_name",
        "view": "CREATE OR REPLACE VIEW long_titles AS SELECT title FROM long_posts LIMIT 1",
        "routine": "ALTER FUNCTION shout(text) SECURITY DEFINER",
        "trigger": "ALTER TABLE posts DISABLE TRIGGER posts_logged",
        "enforcement": "ALTER TABLE posts ALTER CONSTRAINT posts_author NOT ENFORCED",
        "rule": "DROP RULE log_kept ON log",
        "policy": "ALTER POLICY own_posts ON posts TO PUBLIC",
        "row_security": "ALTER TABLE users DISABLE ROW LEVEL SECURITY",
        "enum_value": "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'",
        "type": "ALTER DOMAIN percent SET DEFAULT 1",
        "position": "ALTER SEQUENCE tickets RESTART WITH 5",
        "sequence": "ALTER SEQUENCE tickets MAXVALUE 50",
        "schema": "ALTER SCHEMA audit RENAME TO other",
        "grant": "GRANT UPDATE ON users TO reader",
    }.items():
        _, lost = await whole.run([statement + ";\n"])
        assert kind in {loss.kind for loss in lost}, statement
    meant = {"public.marks": ["k = 'A'"]}
    assert await whole.run(["DELETE FROM marks WHERE k = 'A';\n"], meant) == (True, ())
    assert await whole.run(["ALTER TABLE log ADD COLUMN more int;\n"]) == (True, ())


async def _told(quick: Quick, case: Case, seed: int) -> str:
    """The case with all left out that it does not need."""
    again = True
    while again:
        again = False
        for smaller in case.smaller():
            if (await quick.judge(smaller.texts, smaller.meant)).broken_promise:
                case, again = smaller, True
                break
    return _text(case, seed, await quick.judge(case.texts, case.meant))


def _text(case: Case, seed: int = -1, judged: Judged | None = None) -> str:
    lost = "; ".join(map(str, judged.lost)) if judged else ""
    found = "".join(f"   {each}\n" for each in judged.findings) if judged else ""
    return f"--- seed {seed}: {lost}\n" + "--- next file\n".join(case.texts) + found
