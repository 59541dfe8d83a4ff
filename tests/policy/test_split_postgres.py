"""Splitting PostgreSQL agrees with the server's own scanner and parser, with Atlas's lexer as recorded, and fails closed."""

from __future__ import annotations

import json

import postgast
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemawarden_policy.lexing import TokenKind, UnclosedError, lex
from schemawarden_policy.reading import read_file
from schemawarden_policy.split import SplitError, split
from schemawarden_policy.statement import Dialect, RawStatement
from tests.policy.cases import HERE

ATLAS = json.loads((HERE / "split" / "atlas_postgres.json").read_text())
PARTS_FROM_ATLAS = {
    "backtick_operator": "to Atlas a backtick quotes",
    "begin_transaction_end": "to Atlas BEGIN ... END is one statement",
    "cjk_tag": "Atlas knows tags of Latin letters alone",
    "comment_then_carriage_return": "to Atlas a carriage return ends no comment",
    "continued_escape": "Atlas does not see that an E'' string goes on",
    "copy_data": "rows of a COPY are no statements",
    "delimiter_command": "to Atlas DELIMITER is a command",
    "delimiter_directive": "Atlas honours the directive",
    "dollar_in_identifier": "to Atlas a dollar within a name opens a string",
    "nested_comment": "to Atlas comments don't nest",
    "non_breaking_space": "to Atlas it is white space, to the server a letter",
    "semicolons_in_strings": "Atlas v1.2.3 does not see the E of E''",
    "unclosed_comment": "Atlas takes it for a statement",
}
"""Where the rule split-mismatch, or a failing split of one of the two, must refuse the file."""

WORDS = (
    "CREATE FUNCTION BEGIN ATOMIC END CASE x a;b 1e5 $1 $$ $a$ $a E' e' B' U&' U&\" ' '' \" -- /* */ ; ( ) [ ] :: := .. "
    "` \\ \\' é ☃ || <- @- +/* 1.5. 0x1F 1_000 {"
).split()
FRAGMENTS = st.sampled_from(["SELECT 1", " ", "\n", "\r", "\t", "\v", "\f", "\0", "\ufeff", "\ud800", *WORDS])
TEXTS = st.lists(FRAGMENTS, max_size=25).map("".join) | st.text(max_size=60)


def pieces(text: str) -> tuple[RawStatement, ...]:
    return split(text, "f.sql", Dialect.POSTGRESQL)


def texts(text: str) -> list[str]:
    return [piece.text for piece in pieces(text)]


def _ours(text: str) -> object:
    try:
        return [[piece.text, piece.offset] for piece in pieces(text)]
    except SplitError as error:
        return str(error)


def _theirs(recorded: dict[str, object]) -> object:
    """Without the pieces that hold no token: they do nothing, and ours has none."""
    statements: list[list[object]] = recorded["statements"]  # type: ignore[assignment]
    return recorded.get("error") or [s for s in statements if str(s[0]).strip("; \n")]


@pytest.mark.parametrize("name", sorted(ATLAS))
def test_pieces_are_the_ones_that_atlas_cuts_or_the_file_is_refused(name: str) -> None:
    """Recorded from Atlas's own lexer (library v1.2.3, postgres driver)."""
    recorded = ATLAS[name]
    assert (_ours(recorded["text"]) == _theirs(recorded)) == (name not in PARTS_FROM_ATLAS)


@settings(max_examples=600, deadline=None)
@given(TEXTS)
def test_split_is_ordered_exact_and_raises_only_its_own_error(text: str) -> None:
    try:
        found = pieces(text)
    except SplitError:
        return
    data, end = text.encode(), 0
    for number, piece in enumerate(found):
        raw = piece.text.encode()
        assert piece.offset >= end
        assert data[piece.offset : piece.offset + len(raw)] == raw
        assert piece.place.statement == number
        assert data[: piece.offset].count(b"\n") + 1 == piece.place.line
        end = piece.offset + len(raw)


@settings(max_examples=600, deadline=None)
@given(TEXTS)
def test_reading_a_file_never_raises(text: str) -> None:
    read_file("f.sql", text, Dialect.POSTGRESQL)


@settings(max_examples=2000, deadline=None)
@given(TEXTS)
def test_literals_and_comments_end_where_the_server_ends_them(text: str) -> None:
    """What the server's scanner reads to the end, ours reads with the same strings, quoted names and semicolons."""
    if "\0" in text or "\ud800" in text:
        return
    try:
        theirs = _scanned(text)
    except postgast.PgQueryError:
        return
    assert _lexed(text) == theirs


def _scanned(text: str) -> list[tuple[int, int]]:
    data = text.encode()
    return [
        (token.start, token.end)
        for token in postgast.scan(text).tokens
        if data[token.start : token.start + 1] in (b";", b"(", b")")
        or _literal(data[token.start : token.end])
    ]


def _literal(raw: bytes) -> bool:
    return len(raw) > 1 and raw[-1:] in (b"'", b'"', b"$") and not raw.startswith((b"--", b"/*"))


def _lexed(text: str) -> list[tuple[int, int]]:
    found, offset = [], 0
    try:
        for token in lex(text, Dialect.POSTGRESQL):
            raw = token.text.encode()
            if token.kind is not TokenKind.COMMENT and (token.text in (";", "(", ")") or _literal(raw)):
                found.append((offset, offset + len(raw)))
            offset += len(raw)
    except UnclosedError as error:
        return [(-1, error.start)]
    return found


@settings(max_examples=600, deadline=None)
@given(TEXTS)
def test_pieces_are_the_ones_that_the_parser_cuts(text: str) -> None:
    try:
        theirs = postgast.split(text)
        found = texts(text)
    except (postgast.PgQueryError, SplitError, UnicodeEncodeError):
        return
    assert len(found) == len(theirs)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            "SELECT 'a;b'; SELECT E'a\\';b'; SELECT U&'c;d'; SELECT $$e;f$$; SELECT $x$g;$$;h$x$; SELECT 1 AS \"i;j\"",
            6,
        ),
        ("SELECT 1 /* a /* b; */ c; */; SELECT 2", 2),
        ("CREATE RULE r AS ON DELETE TO t DO ALSO (INSERT INTO a VALUES (1); DELETE FROM b;); SELECT 1;", 2),
        (
            "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN a > 1 THEN 1 END; END; SELECT 1",
            2,
        ),
        ("CREATE FUNCTION f() RETURNS int LANGUAGE sql begin /* x */ atomic SELECT 1; end; SELECT 1", 2),
        ("SELECT atomic FROM t; BEGIN; SELECT 1; END;", 4),
        (";; -- nothing\n/* nor /* here */ */ ;", 0),
        ("SELECT 1 -- the end", 1),
        ("\\! ls\n; SELECT 1;", 2),
        ("COPY t TO STDOUT; SELECT 'FROM stdin'", 2),
    ],
)
def test_semicolons_end_statements_where_the_server_says(text: str, count: int) -> None:
    assert len(texts(text)) == count


def test_comments_are_kept_and_places_count_characters_and_bytes() -> None:
    first, second, third = pieces("-- one\n/* zwö */\nSELECT 'é'; -- three\n  SELECT 2;SELECT 3;")
    assert first.comments == ("-- one", "/* zwö */")
    assert (first.offset, first.place.line, first.place.column) == (18, 3, 1)
    assert second.comments == ("-- three",)
    assert (second.offset, second.place.line, second.place.column) == (42, 4, 3)
    assert (third.place.statement, third.place.column) == (2, 12)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT 'a", "unclosed string"),
        ("SELECT E'a\\'", "unclosed string"),
        ('SELECT U&"a', "unclosed quoted name"),
        ("SELECT $a$ $b$", "unclosed string"),
        ("SELECT 1; /* a /* b */", "unclosed comment"),
        ("/*" * 60 + "*/" * 60, "comments nested deeper than 50"),
        ("SELECT 1;\0", "NUL byte"),
        ("\ufeffSELECT 1;", "the file starts with a byte order mark"),
        ("SELECT '\ud800';", "half a surrogate pair"),
        (
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2;",
            "BEGIN ATOMIC has no END of its own",
        ),
        (
            "SELECT 1;\nCOPY t (a) FROM stdin;\n1\n\\.\n",
            "COPY ... FROM STDIN takes its rows from the file, which no runner of migrations does; use INSERT",
        ),
        (
            "SELECT 1; SELECT 1a;",
            'the server can\'t read it: trailing junk after numeric literal at or near "1a"',
        ),
    ],
)
def test_split_refuses_what_has_no_certain_end(text: str, reason: str) -> None:
    with pytest.raises(SplitError) as caught:
        pieces(text)
    assert caught.value.reason == reason


def test_refusal_names_the_line() -> None:
    with pytest.raises(SplitError) as caught:
        pieces("SELECT 1;\n\nCOPY t FROM STDIN;\n")
    assert caught.value.line == 3
