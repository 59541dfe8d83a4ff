"""Splitting MySQL agrees with Atlas's lexer as recorded, keeps bodies whole as the server does, and fails closed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemawarden_policy.directives import directives
from schemawarden_policy.lexing import TokenKind, lex
from schemawarden_policy.lexing_mysql import value
from schemawarden_policy.reading import read_file
from schemawarden_policy.split import SplitError, split
from schemawarden_policy.statement import Dialect, RawStatement
from tests.policy.cases import HERE

ATLAS = json.loads((HERE / "split" / "atlas_mysql.json").read_text())
PARTS_FROM_ATLAS = {
    "backslash_in_backticks": "to Atlas a backslash escapes in names, too",
    "begin_label": "to Atlas a label behind END ends no block",
    "close_parenthesis": "Atlas refuses the file",
    "dashes_in_expression": "to Atlas a comment, to the server 5 - (-1)",
    "delimiter_comment": "to Atlas the comment belongs to the delimiter",
    "delimiter_directive": "Atlas honours the directive",
    "delimiter_in_parentheses": "to the server parentheses don't matter",
    "delimiter_tab": "Atlas wants a space behind DELIMITER",
    "delimiter_word": "a delimiter that could be part of a name",
    "no_break_space": "to Atlas it is white space, to the server a letter",
    "open_parenthesis": "Atlas refuses the file",
    "package": "nobody splits packages for certain",
    "trigger_if": "to Atlas a body begins with BEGIN",
    "unclosed_comment": "Atlas takes it for a statement",
    "unclosed_string": "both refuse it, in other words",
}
"""Where the rule split-mismatch, or a failing split of one of the two, must refuse the file."""

WORDS = (
    "CREATE PROCEDURE FUNCTION TRIGGER EVENT p ON t FOR EACH ROW DO RETURNS int BEGIN END IF THEN CASE WHEN LOOP REPEAT UNTIL WHILE "
    "DECLARE HANDLER x: a;b ' '' \" ` -- --x # /* */ /*! ; ; ( ) := // $$ DELIMITER \\ \\' é ☃ @x @'y' 1e5 .5 x'00' SET sql_mode = "
    "'ANSI_QUOTES' NAMES gbk ||"
).split()
FRAGMENTS = st.sampled_from(
    [
        "SELECT 1",
        " ",
        "\n",
        "\r",
        "\t",
        "\v",
        "\0",
        "\ufeff",
        "\ud800",
        "🙂",
        "DELIMITER //\n",
        "DELIMITER $$\n",
        *WORDS,
    ]
)
TEXTS = (
    st.lists(FRAGMENTS, max_size=25).map("".join)
    | st.lists(FRAGMENTS, max_size=25).map(" ".join)
    | st.text(max_size=60)
)


def pieces(text: str) -> tuple[RawStatement, ...]:
    return split(text, "f.sql", Dialect.MYSQL)


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
    """Recorded from Atlas's own lexer (library v1.2.3, mysql driver)."""
    recorded = ATLAS[name]
    assert (_ours(recorded["text"]) == _theirs(recorded)) == (name not in PARTS_FROM_ATLAS)


@settings(max_examples=800, deadline=None)
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
    read_file("f.sql", text, Dialect.MARIADB)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            "SELECT 'a;b'; SELECT \"c;d\"; SELECT `e;f`; SELECT 'g\\';h'; SELECT 'i'';j'; SELECT \"k\\\";l\"",
            6,
        ),
        ("SELECT 1 # a;\n; SELECT 2 -- b;\n; SELECT 3 /* c; */;", 3),
        ("SELECT 1 /* a /* b; */ ; SELECT 2", 2),
        ("SELECT 5--1; SELECT 2;", 2),
        ("CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW PRECEDES b BEGIN SET NEW.x = 1; END; SELECT 1", 2),
        (
            "CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW IF NEW.x THEN SET NEW.y = IF(1, 2, 3); END IF; SELECT 1",
            2,
        ),
        ("CREATE FUNCTION f() RETURNS CHAR(5) CHARACTER SET utf8 RETURN REPEAT('a', 5); SELECT 1", 2),
        ("CREATE FUNCTION f() RETURNS SET('a') RETURN CASE WHEN 1 THEN 'a' END; SELECT 1", 2),
        (
            "CREATE OR REPLACE DEFINER = CURRENT_USER PROCEDURE p(a ENUM('x', 'y')) NO SQL BEGIN END; SELECT 1",
            2,
        ),
        ("CREATE PROCEDURE p() a: BEGIN b: LOOP LEAVE b; END LOOP b; END a; SELECT 1", 2),
        ("CREATE PROCEDURE p() BEGIN SET @x = CASE WHEN 1 THEN 2 ELSE 3 END; SELECT 1; END; SELECT 1", 2),
        (
            "CREATE PROCEDURE p() WHILE 1 DO SELECT 1; REPEAT SELECT 2; UNTIL 1 END REPEAT; END WHILE; SELECT 1",
            2,
        ),
        (
            "CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR 1062, NOT FOUND BEGIN END; SELECT 1; END; SELECT 1",
            2,
        ),
        ("CREATE PROCEDURE p() BEGIN DROP TABLE IF EXISTS a; SELECT IF(1, 2, 3); END; SELECT 1", 2),
        ("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN SELECT 1; SELECT 2; END; SELECT 1", 2),
        ("ALTER EVENT e DO BEGIN SELECT 1; SELECT 2; END; SELECT 1", 2),
        ("BEGIN; SELECT 1; COMMIT; START TRANSACTION; END;", 5),
        ("BEGIN NOT ATOMIC SELECT 1; SELECT 2; END; IF 1 THEN SELECT 1; END IF; SELECT 3", 3),
        ("CREATE TABLE event (begin int, `if` int, end int); SELECT begin FROM event", 2),
        ("DELIMITER //\nSELECT 1; SELECT 2//\nDELIMITER ;\nSELECT 3; SELECT 4;", 3),
        (";; -- nothing\n/* nor here */ ;", 0),
    ],
)
def test_semicolons_end_statements_where_the_server_says(text: str, count: int) -> None:
    assert len(texts(text)) == count


def test_comments_are_kept_and_places_count_characters_and_bytes() -> None:
    first, second, third = pieces("-- one\n/* zwö */ # x\nSELECT 'é'; --three\n  SELECT 2;SELECT 3;")
    assert first.comments == ("-- one", "/* zwö */", "# x")
    assert (first.offset, first.place.line, first.place.column) == (22, 3, 1)
    assert second.comments == ("--three",)
    assert (second.offset, second.place.line, second.place.column) == (45, 4, 3)
    assert (third.place.statement, third.place.column) == (2, 12)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT 'a", "unclosed string"),
        ("SELECT 'a\\'", "unclosed string"),
        ('SELECT "a', "unclosed string"),
        ("SELECT `a", "unclosed quoted name"),
        ("SELECT 1; /* a", "unclosed comment"),
        ("SELECT 1;\0", "NUL byte"),
        ("\ufeffSELECT 1;", "the file starts with a byte order mark"),
        ("SELECT '\ud800';", "half a surrogate pair"),
        ("CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2;", "BEGIN has no END of its own"),
        ("CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END;", "BEGIN has no END of its own"),
        ("CREATE PACKAGE p AS PROCEDURE a(); END;", "PACKAGE has no END of its own"),
        ("DELIMITER\nSELECT 1", "a DELIMITER that not every client cuts alike"),
        ("DELIMITER EOF\nSELECT 1 EOF", "a DELIMITER that not every client cuts alike"),
        ("DELIMITER / \nSELECT 1 /", "a DELIMITER that not every client cuts alike"),
        ("DELIMITER //\nSELECT (1 // 2)", "a delimiter within parentheses"),
    ],
)
def test_split_refuses_what_has_no_certain_end(text: str, reason: str) -> None:
    with pytest.raises(SplitError) as caught:
        pieces(text)
    assert caught.value.reason == reason


MODES = "sql_mode is set to what may change how the rest of the file is read"
CHARSET = "a character set in which the rest of the file may be read otherwise"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SET sql_mode = 'ANSI_QUOTES';", MODES),
        ("SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES';", MODES),
        ("SET @@session.`sql_mode` := ansi;", MODES),
        ("SET @@SQL_MODE = CONCAT(@@sql_mode, ',ANSI_\\QUOTES');", MODES),
        (
            "SET a = 1, sql_mode = REPLACE('ANSI_STRICT_TRANS_TABLESQUOTES', 'STRICT_TRANS_TABLES', '');",
            MODES,
        ),
        ("SET sql_mode = REPLACE(@@sql_mode, 'STRICT_TRANS_TABLES', 'NO_ZERO_DATE');", MODES),
        ("SET @m = 'ANSI_QUOTES'; SET sql_mode = @m;", MODES),
        ("SET @m = @@sql_mode; SET @m = 'ANSI'; SET sql_mode = @m;", MODES),
        ("SET sql_mode = 4;", MODES),
        ("set names gbk;", CHARSET),
        ("SET CHARACTER SET 'sjis';", CHARSET),
        ("SET a = 1, NAMES big5;", CHARSET),
        ("SET @@character_set_client = cp932;", CHARSET),
    ],
)
def test_settings_that_change_how_the_rest_is_read_are_refused(text: str, reason: str) -> None:
    with pytest.raises(SplitError) as caught:
        pieces("SELECT 1;\n" + text)
    assert (caught.value.reason, caught.value.line) == (reason, 2)


@pytest.mark.parametrize(
    "text",
    [
        "SET sql_mode = 'STRICT_TRANS_TABLES, NO_ZERO_DATE';",
        "SET sql_mode = '';",
        "SET SESSION sql_mode = TRADITIONAL;",
        "SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO'; SELECT 1; SET SQL_MODE=@OLD_SQL_MODE;",
        "SET sql_mode = (SELECT REPLACE(@@sql_mode, 'ONLY_FULL_GROUP_BY', ''));",
        "SET sql_mode = CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES');",
        "SET sql_mode = DEFAULT; SET NAMES utf8mb4 COLLATE utf8mb4_bin; SET NAMES 'latin1'; SET CHARACTER SET utf8;",
        "SET @x = 'ANSI_QUOTES'; SELECT @@sql_mode;",
    ],
)
def test_settings_that_change_nothing_of_it_are_taken(text: str) -> None:
    assert pieces(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("'a''b'", "a'b"),
        ("'a\\'b\\\\'", "a'b\\"),
        ('"a""b\'\'"', "a\"b''"),
        ("'\\n\\0\\Z\\x\\%'", "\n\0\x1ax\\%"),
        ("N'x'", "x"),
        ("`a``b\\`", "a`b\\"),
        ("'\\''''", "''"),
    ],
)
def test_literals_say_what_the_server_takes_them_for(text: str, said: str) -> None:
    (token,) = lex(text, Dialect.MYSQL)
    assert value(token) == said


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "1e5 1e 1.5 .5 0x1F 0xZ 0b01 x'00' X'0' b'1' N'a' _utf8'b'",
            "NUMBER WORD NUMBER NUMBER BLOB WORD BLOB BLOB WORD STRING BLOB STRING WORD STRING",
        ),
        (
            "a.5 a.1b @x @@g.x @`y` @'z' ?",
            "WORD OPERATOR NUMBER WORD OPERATOR WORD VARIABLE VARIABLE VARIABLE VARIABLE VARIABLE",
        ),
        ("1st $a a$b é", "WORD WORD WORD WORD"),
        (
            "a->>'$' := <=> && || \\ 🙂",
            "WORD OPERATOR STRING OPERATOR OPERATOR OPERATOR OPERATOR ILLEGAL ILLEGAL",
        ),
        ("--\t #b", "COMMENT"),
        ("--b", "OPERATOR OPERATOR WORD"),
    ],
)
def test_tokens_are_the_server_s(text: str, kinds: str) -> None:
    found = [token.kind.name for token in lex(text, Dialect.MYSQL) if token.kind is not TokenKind.SPACE]
    assert found == kinds.split()


@settings(max_examples=600, deadline=None)
@given(TEXTS)
def test_tokens_join_to_the_text(text: str) -> None:
    try:
        assert "".join(token.text for token in lex(text, Dialect.MYSQL)) == text
    except ValueError:
        return


def test_directives_are_found_in_every_kind_of_comment() -> None:
    text = "-- atlas:txmode none\n\n--atlas:nolint\n# atlas:nolint x\n/* atlas:nolint y */ SELECT 1 --atlas:nolint z\n;"
    found = [(d.name, d.args, d.line, d.header) for d in directives(text, Dialect.MYSQL)]
    assert found == [
        ("txmode", "none", 1, True),
        ("nolint", "", 3, False),
        ("nolint", "x", 4, False),
        ("nolint", "y", 5, False),
        ("nolint", "z", 5, False),
    ]
