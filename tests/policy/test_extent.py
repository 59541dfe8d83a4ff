"""Where a finding ends."""

from __future__ import annotations

import pytest

from schemawarden_policy.extent import end_of
from schemawarden_policy.statement import Kind, Place, Statement
from tests.policy.cases import report


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("DROP TABLE a;", (3, 18)),
        ("DROP\n  TABLE a;", (4, 11)),
        ("DROP\r\nTABLE é😀;", (4, 10)),
        ("DROP\n", (4, 1)),
    ],
)
def test_a_statements_end_is_behind_its_last_character(text: str, end: tuple[int, int]) -> None:
    place = Place("x.sql", 0, 3, 5)
    assert end_of(place, Statement(place, text, Kind.DROP, ()), "") == end


@pytest.mark.parametrize(
    ("place", "text", "end"),
    [
        (Place("x.sql", -1, 1), "-- one\r\ntwo\n", (1, 7)),
        (Place("x.sql", -1, 2), "-- one\ntwo", (2, 4)),
        (Place("x.sql", -1, 1), "", (1, 1)),
        (Place("x.sql", -1, 9), "-- one\n", (9, 1)),
        (Place("x.sql", -1, 1, 5), "ab", (1, 5)),
    ],
)
def test_elsewhere_it_is_the_end_of_the_line(place: Place, text: str, end: tuple[int, int]) -> None:
    assert end_of(place, None, text) == end


def test_a_finding_within_a_statement_reaches_to_the_end_of_its_line() -> None:
    place = Place("x.sql", 0, 2, 3)
    statement = Statement(Place("x.sql", 0, 1), "DROP\nTABLE a;", Kind.DROP, ())
    assert end_of(place, statement, "DROP\nTABLE a;\n") == (2, 9)


def test_every_finding_carries_its_end_and_its_rules_aliases() -> None:
    found = next(each for each in report(" DROP TABLE users;\n").findings if each.rule == "drop-table")
    assert (found.end_line, found.end_column) == (1, 19)
    assert "DS102" in found.aliases
