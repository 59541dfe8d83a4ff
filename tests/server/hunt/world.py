"""The hunt's world: one populated database, and what it means that its data is still there.

A row counts as kept when a lasting table holds one with the same values under the same column names. NULL is no value:
`coalesce(x, '')` in a rebuild loses nothing. A number and the text that spells it in its shortest form are one value, since
SQLite turns one into the other and back; '007' and 7 are two.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass

SCHEMA = """\
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, code TEXT, email TEXT, score REAL, data BLOB);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE, title TEXT NOT NULL, body TEXT);
CREATE TABLE tags (post_id INTEGER, tag TEXT, weight NUMERIC, PRIMARY KEY (post_id, tag)) WITHOUT ROWID;
CREATE TABLE marks (k TEXT PRIMARY KEY, v TEXT);
CREATE TABLE places (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, up TEXT GENERATED ALWAYS AS (upper(a)) VIRTUAL, ab TEXT AS (a || b) STORED);
CREATE TABLE "order" (id INTEGER PRIMARY KEY AUTOINCREMENT, "select" TEXT, "group" TEXT);
CREATE TABLE log (id INTEGER PRIMARY KEY, msg TEXT);
CREATE TABLE slots (k TEXT PRIMARY KEY ON CONFLICT REPLACE, v TEXT);
CREATE INDEX users_name ON users (name);
CREATE UNIQUE INDEX users_email ON users (email);
CREATE INDEX posts_user ON posts (user_id);
CREATE VIEW long_posts AS SELECT id, title FROM posts WHERE length(title) > 3;
CREATE TRIGGER posts_logged AFTER INSERT ON posts BEGIN INSERT INTO log (msg) VALUES (CASE WHEN NEW.title IS NULL THEN '' ELSE NEW.title END); END;
CREATE TRIGGER long_posts_new INSTEAD OF INSERT ON long_posts BEGIN INSERT INTO posts (title) VALUES (NEW.title); END;
"""

COLUMNS: dict[str, tuple[str, ...]] = {
    "users": ("id", "name", "code", "email", "score", "data"),
    "posts": ("id", "user_id", "title", "body"),
    "tags": ("post_id", "tag", "weight"),
    "marks": ("k", "v"),
    "places": ("id", "a", "b", "c"),
    "order": ("id", "select", "group"),
    "log": ("id", "msg"),
    "slots": ("k", "v"),
}
"""Columns with values of their own."""

DEFINITIONS: dict[str, dict[str, str]] = {  # of the tables that random migrations are about
    "users": {
        "id": "INTEGER PRIMARY KEY",
        "name": "TEXT",
        "code": "TEXT",
        "email": "TEXT",
        "score": "REAL",
        "data": "BLOB",
    },
    "posts": {
        "id": "INTEGER PRIMARY KEY",
        "user_id": "INTEGER REFERENCES users (id) ON DELETE CASCADE",
        "title": "TEXT NOT NULL",
        "body": "TEXT",
    },
    "tags": {"post_id": "INTEGER", "tag": "TEXT", "weight": "NUMERIC"},
    "marks": {"k": "TEXT PRIMARY KEY", "v": "TEXT"},
    "places": {
        "id": "INTEGER PRIMARY KEY",
        "a": "TEXT",
        "b": "TEXT",
        "c": "TEXT",
        "up": "TEXT GENERATED ALWAYS AS (upper(a)) VIRTUAL",
        "ab": "TEXT AS (a || b) STORED",
    },
    "order": {"id": "INTEGER PRIMARY KEY AUTOINCREMENT", "select": "TEXT", "group": "TEXT"},
    "log": {"id": "INTEGER PRIMARY KEY", "msg": "TEXT"},
}

BEHIND: dict[str, tuple[str, ...]] = {
    "users": ("CREATE INDEX users_name ON users (name)", "CREATE UNIQUE INDEX users_email ON users (email)"),
    "posts": (
        "CREATE INDEX posts_user ON posts (user_id)",
        "CREATE TRIGGER posts_logged AFTER INSERT ON posts BEGIN INSERT INTO log (msg) VALUES (NEW.title); END",
    ),
}
"""What a rebuild must make again."""

ROWS: dict[str, list[tuple[object, ...]]] = {
    "users": [
        (1, "Ann", "007", "a@x", 1.5, b"\x00\x01"),
        (2, None, "1e3", "b@x", 2.0, b""),
        (3, "Cy", "0x10", None, None, "text in a blob column"),
        (4, "", " 5 ", "d@x", 1e300, None),
        (5, "Ann", "9007199254740993", "e@x", 0.1, 7),
        (9, "Zoë", "-0", "z@x", -2.5, b"\xff"),
    ],
    "posts": [(1, 1, "hello", None), (2, 1, "x", "body"), (3, 5, "", "007"), (4, None, "hello", "b")],
    "tags": [(1, "a", 1), (1, "b", 2.5), (2, "a", None), (3, "Ä", 0)],
    "marks": [("a", "1"), ("b", None), ("A", "0"), ("1", "one")],
    "places": [(1, "p", "q", "x"), (2, None, "r", None), (3, "01", "", "z")],
    "order": [(1, "s", "g"), (7, None, "h")],
    "log": [(1, "first"), (2, None)],
    "slots": [("a", "kept"), ("b", "kept")],
}

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    table: str
    gone: tuple[Row, ...]

    def __str__(self) -> str:
        return f"{self.table}: {len(self.gone)} of {len(ROWS[self.table])} rows are not what they were, such as {self.gone[0]!r}"


def populate(path: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for table, rows in ROWS.items():
            connection.execute(f'DELETE FROM "{table}"')  # what triggers have put there
            names = ", ".join(f'"{name}"' for name in COLUMNS[table])
            marks = ", ".join("?" * len(COLUMNS[table]))
            connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


def losses(connection: sqlite3.Connection, meant: Mapping[str, Iterable[str]]) -> list[Loss]:
    """What is not there any more, but for the rows that the migration's own predicates name (`meant`)."""
    lasting = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
    ]
    return [
        Loss(table, gone)
        for table in COLUMNS
        if (gone := _gone(connection, table, lasting, tuple(meant.get(table, ()))))
    ]


def _gone(
    connection: sqlite3.Connection, table: str, lasting: list[str], meant: tuple[str, ...]
) -> tuple[Row, ...]:
    names = COLUMNS[table]
    wanted = [row for row in ROWS[table] if not _is_meant(table, row, meant)]
    best = tuple(wanted)
    for candidate in sorted(lasting, key=lambda name: name != table):
        found = [name for _, name, *_ in connection.execute(f'PRAGMA main.table_xinfo("{candidate}")')]
        for renamed in _namings(names, found):
            picked = ", ".join(f'"{name}"' for name in renamed)
            left = _missing(wanted, connection.execute(f'SELECT {picked} FROM main."{candidate}"').fetchall())
            best = min(best, left, key=len)
    return best


def _namings(names: tuple[str, ...], found: list[str]) -> list[tuple[str, ...]]:
    """The columns under their own names, or one of them under a name that says that it was renamed."""
    own = {name.lower(): name for name in found}
    moved = [(name, own[f"{name}_old"]) for name in names if f"{name}_old" in own]
    moved += [(names[-1], own["gone"])] if "gone" in own else []
    moved += [("c", own["up"])] if "c" in names and "up" in own else []
    choices: list[dict[str, str]] = [{}, *({name: new} for name, new in moved), dict(moved)]
    namings = [tuple(choice.get(name, own.get(name, "")) for name in names) for choice in choices]
    return [naming for naming in namings if all(naming)]


def _missing(wanted: list[Row], present: list[Row]) -> tuple[Row, ...]:
    rest = list(present)
    missing = []
    for row in wanted:
        at = next((n for n, other in enumerate(rest) if _same(row, other)), -1)
        if at < 0:
            missing.append(row)
        else:
            del rest[at]
    return tuple(missing)


def _same(old: Row, new: Row) -> bool:
    return all(a is None or _plain(a) == _plain(b) for a, b in zip(old, new, strict=True))


def _plain(value: object) -> object:
    if isinstance(value, str):
        for number in (int, float):
            try:
                if str(number(value)) == value:
                    return _plain(number(value))
            except ValueError:
                pass
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def _is_meant(table: str, row: Row, meant: tuple[str, ...]) -> bool:
    if not meant:
        return False
    with closing(sqlite3.connect(":memory:")) as connection:
        names = COLUMNS[table]
        quoted = ", ".join(f'"{name}"' for name in names)
        connection.execute(f"CREATE TABLE t ({quoted})")
        connection.execute(f"INSERT INTO t VALUES ({', '.join('?' * len(names))})", row)
        return any(
            connection.execute(f"SELECT count(*) FROM t WHERE {where}").fetchone()[0] for where in meant
        )
