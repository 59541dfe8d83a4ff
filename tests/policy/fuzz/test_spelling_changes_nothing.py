"""The same statements in other letters, with other names, white space and comments are found to be the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest

from schemawarden_policy.lexing import Token, TokenKind, UnclosedError, lex
from schemawarden_policy.reading import read_file
from schemawarden_policy.statement import Dialect
from tests.policy.fuzz.texts import DIALECTS, SECONDS, judge, texts, tries

CASES = 150
_ABOUT_TEXT = {
    *(
        "suppression-added",
        "unused-suppression",
        "unsafe-directive",
        "hidden-characters",
        "executable-comment",
    ),
    *("plan-too-large", "psql-meta-command", "non-ascii-identifier", "split-mismatch"),
}
"""They look at comments and letters, which is what is changed here."""
Change = Callable[[Sequence[Token], Dialect, random.Random], str]

pytestmark = pytest.mark.timeout(120 + 3 * SECONDS)


def _keyword_case(tokens: Sequence[Token], dialect: Dialect, rng: random.Random) -> str:
    """Words in other letters; MySQL's names of tables, which may be told apart by them, come back as they were."""
    how = rng.choice((str.upper, str.lower, str.title))
    same = dialect in (Dialect.MYSQL, Dialect.MARIADB)
    return "".join(how(t.text) if _is_free(t, same) else t.text for t in tokens)


def _is_free(token: Token, same: bool) -> bool:
    """Its letters may be changed: SQLite folds ASCII alone."""
    return token.kind is TokenKind.WORD and token.text.isascii() and (not same or token.word in _KEYWORDS)


def _white_space(tokens: Sequence[Token], dialect: Dialect, rng: random.Random) -> str:
    return "".join(
        rng.choice((" ", "\t", "\n", "\r\n", "   "))
        if t.kind is TokenKind.SPACE and "\n" not in t.text
        else t.text
        for t in tokens
    )


def _comments(tokens: Sequence[Token], dialect: Dialect, rng: random.Random) -> str:
    """A comment beside the white space: not in place of it, and not next to a comment, which may be a directive."""
    found = []
    for before, token in zip((None, *tokens), tokens, strict=False):
        free = token.kind is TokenKind.SPACE and before is not None and before.kind is not TokenKind.COMMENT
        note = rng.choice(("/* note */", "/* a;b */", "/* ' */")) if free and rng.random() < 0.3 else ""
        found.append(token.text + note + (" " if note else ""))
    return "".join(found)


def _other_names(tokens: Sequence[Token], dialect: Dialect, rng: random.Random) -> str:
    """Every table under a longer name; bodies in strings would need it as well, so texts with code keep theirs."""
    text = "".join(token.text for token in tokens)
    if any(
        word in text.upper()
        for word in (
            "FUNCTION",
            "PROCEDURE",
            "DO ",
            "EXECUTE",
            "ATLAS_",
            "SQLITE_",
            "PG_",
            "DEPRECATED_",
            "ALEMBIC",
            "MIGRATIONS",
            "VIRTUAL",
        )
    ):
        return text
    file = read_file("x.sql", text, dialect)
    changes = [change for statement in file.statements for change in statement.changes]
    names = {str(getattr(change, part, "")) for change in changes for part in _TABLES} - {""}
    return "".join(_renamed(token) if token.name in names else token.text for token in tokens)


_TABLES = ("table", "new_name", "references", "from_table", "like", "partition_of")


def _renamed(token: Token) -> str:
    if token.kind is TokenKind.WORD:
        return f"{token.text}_zz"
    return f"{token.text[:-1]}_zz{token.text[-1]}" if token.kind is TokenKind.QUOTED else token.text


def _quotes(tokens: Sequence[Token], dialect: Dialect, rng: random.Random) -> str:
    """Names that are quoted in another way, where the dialect has one."""
    if dialect is not Dialect.SQLITE:
        return "".join(token.text for token in tokens)
    left, right = rng.choice((("`", "`"), ("[", "]"), ('"', '"')))
    plain = (TokenKind.QUOTED,)
    return "".join(
        left + t.name + right if t.kind in plain and not set(t.name) & set('`[]"') else t.text for t in tokens
    )


_CHANGES: tuple[Change, ...] = (_keyword_case, _white_space, _comments, _other_names, _quotes)
_KEYWORDS = frozenset(
    "ALTER TABLE ADD DROP COLUMN CREATE INDEX ON DELETE FROM UPDATE SET WHERE INSERT INTO VALUES SELECT AND OR NOT NULL DEFAULT "
    "PRIMARY KEY UNIQUE CONSTRAINT FOREIGN REFERENCES CHECK RENAME TO MODIFY CHANGE TRUNCATE VIEW TRIGGER AS".split()
)


def _found(text: str, dialect: Dialect) -> list[tuple[str, int]]:
    """What is found and how grave it is, in order, without what is about the text."""
    return sorted((f.rule, f.severity) for f in judge(dialect, text).findings if f.rule not in _ABOUT_TEXT)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("change", _CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_spelling_changes_nothing(change: Change, dialect: Dialect) -> None:
    other = []
    for rng in tries(CASES):
        text = rng.choice(texts(dialect))
        if "delimiter" in text.lower() or "-->" in text:  # lines of the client's, whose ends count
            continue
        try:
            changed = change(tuple(lex(text, dialect)), dialect, rng)
        except UnclosedError:
            continue
        if (was := _found(text, dialect)) != (now := _found(changed, dialect)):
            other.append((text, changed, sorted(set(was) ^ set(now))))
    assert other == []
