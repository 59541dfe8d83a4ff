"""No text makes `check` raise, hang or take its process down."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from schemawarden_policy.statement import Dialect
from tests.policy.fuzz.large import LARGE
from tests.policy.fuzz.mutations import spoil
from tests.policy.fuzz.texts import DIALECTS, SECONDS, texts, tries

CASES = 500
DEADLINE = 90.0
"""For all texts of a process; a text takes some milliseconds, a large one a second or two."""
_ROOT = Path(__file__).parent.parent.parent.parent

pytestmark = pytest.mark.timeout(120 + 3 * SECONDS)


def _judged(dialect: Dialect, told: Sequence[str], folder: Path) -> str:
    """The text at which the process stopped, and how; empty when it came to its end."""
    file = folder / "texts.jsonl"
    file.write_text("".join(json.dumps(text) + "\n" for text in told))
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.policy.fuzz.worker", dialect, str(file)]
    try:
        ran = subprocess.run(
            command, cwd=_ROOT, capture_output=True, text=True, timeout=DEADLINE + SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        return _stopped(bytes(error.stdout or b"").decode(), told, "it takes too long")
    return "" if ran.stdout.endswith("done\n") else _stopped(ran.stdout, told, ran.stderr[-2000:])


def _stopped(output: str, told: Sequence[str], how: str) -> str:
    return f"{told[int(output.split()[-1])][:2000]!a}\n{how}" if output.split() else how


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_spoilt_text_stops_it(dialect: Dialect, tmp_path: Path) -> None:
    known = texts(dialect)
    spoilt = [spoil(rng.choice(known), rng, known) for rng in tries(CASES)]
    assert _judged(dialect, spoilt, tmp_path) == ""


@pytest.mark.parametrize("dialect", [Dialect.SQLITE, Dialect.POSTGRESQL, Dialect.MYSQL])
def test_no_large_text_stops_it(dialect: Dialect, tmp_path: Path) -> None:
    assert _judged(dialect, list(LARGE.values()), tmp_path) == ""
