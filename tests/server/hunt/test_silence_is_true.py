"""A dry run that gives no error and calls the risk routine has told of no loss, so there must be none.

Random migrations (grammar.py) are judged, and the silent ones applied to a populated database (world.py). Most run in this
process; some go all the way through dry run, token and engine. SCHEMAWARDEN_HUNT=600 hunts for 600 seconds, from a seed of its own.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.server.hunt import world
from tests.server.hunt.counterexamples import TOLD
from tests.server.hunt.grammar import Case, make
from tests.server.hunt.hunting import Judged, Quick, Thorough

SECONDS = float(os.environ.get("SCHEMAWARDEN_HUNT", "0"))
FIRST = secrets.randbelow(10**9) if SECONDS else 20_260_101
QUICK, THOROUGH = 450, 16
"""Cases of a run without SCHEMAWARDEN_HUNT."""

pytestmark = pytest.mark.timeout(120 + 3 * SECONDS)


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Quick:
    return Quick.make(tmp_path_factory.mktemp("quick"))


def seeds(cases: int, share: float) -> Iterator[int]:
    """Seeds for so many cases, or for a share of the long hunt's time."""
    end = time.monotonic() + SECONDS * share
    for seed in count(FIRST):
        if time.monotonic() >= end if SECONDS else seed >= FIRST + cases:
            return
        yield seed


def test_what_is_silent_loses_nothing(quick: Quick) -> None:
    tried = silent = 0
    broken: list[str] = []
    for seed in seeds(QUICK, 0.7):
        case = make(seed)
        judged = quick.judge(case.texts, case.meant)
        tried, silent = tried + 1, silent + judged.silent
        if judged.broken_promise:
            broken.append(_told(quick, case, seed))
    assert not broken, f"{len(broken)} of {tried} cases\n" + "\n".join(broken[:10])
    assert silent > tried / 3, "the grammar has become too nasty to find anything"


async def test_what_is_silent_loses_nothing_through_the_whole_product(tmp_path: Path) -> None:
    applied, thorough = 0, None
    for number, seed in enumerate(seeds(THOROUGH, 0.3)):
        if thorough is None or number % 50 == 0:  # a target takes so many proposals an hour only
            thorough = await Thorough.make(tmp_path / str(number))
        case = make(seed)
        judged = await thorough.judge(case.texts, case.meant)
        applied += judged.applied
        assert not judged.broken_promise, _text(case, seed, judged)
    assert applied


def test_honest_migrations_are_not_refused(quick: Quick) -> None:
    cases = [case for seed in range(3000, 3300) if (case := make(seed)).honest]
    refused = [case for case in cases if not quick.judge(case.texts, case.meant).silent]
    assert len(refused) <= len(cases) // 30, "\n".join(_text(case) for case in refused)


@pytest.mark.parametrize("name", TOLD)
def test_a_counterexample_is_told_of(quick: Quick, name: str) -> None:
    assert not quick.judge(TOLD[name], {}).silent


def test_the_hunt_sees_losses(quick: Quick) -> None:
    """Each kind of loss, were it silent, would be seen."""
    for statement in (
        "DROP TABLE marks",
        "DELETE FROM marks WHERE k = 'b'",
        "UPDATE users SET code = CAST(code AS INTEGER)",
        "UPDATE places SET a = b, b = a",
        "ALTER TABLE places DROP COLUMN c",
        "ALTER TABLE log RENAME COLUMN msg TO other",
    ):
        _, lost = quick.run([statement + ";\n"], {})
        assert lost, statement
    assert quick.run(["DELETE FROM marks WHERE k = 'b';\n"], {"marks": ["k = 'b'"]}) == (True, ())
    assert quick.run(["ALTER TABLE log ADD COLUMN more;\n"], {}) == (True, ())


def _told(quick: Quick, case: Case, seed: int) -> str:
    """The case with all left out that it does not need."""
    again = True
    while again:
        again = False
        for smaller in case.smaller():
            if quick.judge(smaller.texts, smaller.meant).broken_promise:
                case, again = smaller, True
                break
    return _text(case, seed, quick.judge(case.texts, case.meant))


def _text(case: Case, seed: int = -1, judged: Judged | None = None) -> str:
    lost = "; ".join(map(str, judged.lost)) if judged else ""
    return f"--- seed {seed}: {lost}\n" + "--- next file\n".join(case.texts)


assert world.COLUMNS.keys() == world.ROWS.keys()
