"""The page that compares us with squawk is what would be written now, where squawk is installed."""

from __future__ import annotations

import pytest

from tests.benchmarks.check import squawk
from tests.benchmarks.squawk import PAGE, page, rows, version
from tests.benchmarks.squawk_notes import ADVICE, NOTES


@pytest.fixture(scope="module")
def program() -> str:
    found = squawk()
    if found is None or f"squawk {version(found)} and" not in PAGE.read_text():
        pytest.skip("squawk is not installed in the version of the page")
    return found


def test_the_comparison_with_squawk_is_current(program: str) -> None:
    assert PAGE.read_text() == page(program)


def test_whatever_squawk_alone_says_is_explained(program: str) -> None:
    alone = {row.rule for row in rows(program) if row.unmatched}
    assert alone <= ADVICE | set(NOTES)
