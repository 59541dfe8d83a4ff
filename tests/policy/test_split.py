"""Splitting agrees with SQLite, with Atlas's lexer as recorded, and fails closed."""

from __future__ import annotations

import json
import sqlite3
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemawarden_policy.reading import read_file
from schemawarden_policy.split import SplitError, split
from schemawarden_policy.statement import Dialect, RawStatement
from tests.policy.cases import HERE

ATLAS = json.loads((HERE / "split" / "atlas.json").read_text())
WORDS = (
    "CREATE TEMP TRIGGER BEGIN END EXPLAIN CASE x a;b 1e5 x'00' /* */ -- ; ' \" ` [ ] ( ) '' $ ? \\ é".split()
)
FRAGMENTS = st.sampled_from(["SELECT 1", " ", "\n", "\r\n", "\t", "\0", "\ufeff", *WORDS])


def pieces(text: str) -> tuple[RawStatement, ...]:
    return split(text, "f.sql", Dialect.SQLITE)


def texts(text: str) -> list[str]:
    return [piece.text for piece in pieces(text)]


@pytest.mark.parametrize("name", sorted(ATLAS))
def test_pieces_are_the_ones_that_atlas_cuts(name: str) -> None:
    """Recorded from Atlas's own lexer (library v1.2.3, sqlite driver), pieces without a token left out."""
    recorded = ATLAS[name]
    found = [[piece.text, piece.offset] for piece in pieces(recorded["text"])]
    assert found == recorded["statements"]


@settings(max_examples=500, deadline=None)
@given(st.lists(FRAGMENTS, max_size=30).map("".join) | st.text(max_size=60))
def test_split_is_ordered_exact_and_raises_only_its_own_error(text: str) -> None:
    try:
        found = pieces(text)
    except SplitError:
        return
    data, end = text.encode("utf-8", "surrogatepass"), 0
    for number, piece in enumerate(found):
        raw = piece.text.encode("utf-8", "surrogatepass")
        assert piece.offset >= end
        assert data[piece.offset : piece.offset + len(raw)] == raw
        assert piece.place.statement == number
        assert data[: piece.offset].count(b"\n") + 1 == piece.place.line
        end = piece.offset + len(raw)


@settings(max_examples=500, deadline=None)
@given(st.lists(FRAGMENTS, max_size=30).map("".join))
def test_reading_a_file_never_raises(text: str) -> None:
    read_file("f.sql", text, Dialect.SQLITE)


@settings(max_examples=300, deadline=None)
@given(st.lists(FRAGMENTS, max_size=20).map("".join))
def test_each_piece_but_the_last_is_complete_to_sqlite(text: str) -> None:
    try:
        found = texts(text)
    except SplitError:
        return
    for piece in found[:-1]:
        assert sqlite3.complete_statement(piece)


def _complaint(connection: sqlite3.Connection, statement: str) -> str:
    try:
        connection.execute(statement)
    except sqlite3.Error as error:
        return str(error)
    return ""


@pytest.mark.parametrize("path", sorted((HERE / "corpus").glob("*.sql")), ids=lambda path: path.stem)
def test_each_piece_is_exactly_one_statement_to_sqlite(path: object) -> None:
    """sqlite3's execute refuses more than one statement, and an incomplete one is a syntax error."""
    connection = sqlite3.connect(":memory:")
    for piece in texts(path.read_bytes().decode()):  # type: ignore[attr-defined]
        complaint = _complaint(connection, piece)
        assert not any(word in complaint for word in ("syntax", "incomplete", "at a time", "token")), piece
    connection.close()


def test_trigger_is_one_statement() -> None:
    text = "CREATE TEMP TRIGGER a AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; END;\nDROP TABLE t;"
    assert len(texts(text)) == 2


def test_empty_statements_and_lone_comments_vanish() -> None:
    assert texts(";; -- nothing\n/* nor here */ ;") == []


def test_comments_are_kept_with_the_statement_that_follows() -> None:
    first, second = pieces("-- one\n/* two */\nSELECT 1; -- three\nSELECT 2;")
    assert first.comments == ("-- one", "/* two */")
    assert second.comments == ("-- three",)
    assert (second.place.line, second.place.column) == (4, 1)


def test_offset_counts_bytes_and_column_counts_characters() -> None:
    second = pieces("SELECT 'é'; SELECT 2;")[1]
    assert (second.offset, second.place.column) == (13, 13 - 0)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT 'a", "unclosed string"),
        ('SELECT "a', "unclosed quoted name"),
        ("SELECT [a", "unclosed bracketed name"),
        ("SELECT 1; /* a", "unclosed comment"),
        ("CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1;", "CREATE TRIGGER has no END; of its own"),
        ("SELECT 1;\0", "NUL byte"),
        ("\ufeffSELECT 1;", "the file starts with a byte order mark"),
    ],
)
def test_split_refuses_what_has_no_certain_end(text: str, reason: str) -> None:
    with pytest.raises(SplitError) as caught:
        pieces(text)
    assert caught.value.reason == reason


def test_a_large_file_is_read_in_linear_time() -> None:
    line = "CREATE TABLE t{} (id integer PRIMARY KEY, name text NOT NULL DEFAULT 'x', n integer REFERENCES u (id));\n"
    started = time.perf_counter()
    assert (
        len(read_file("f.sql", "".join(line.format(n) for n in range(3000)), Dialect.SQLITE).statements)
        == 3000
    )
    assert time.perf_counter() - started < 5
