"""SQLite statements become the changes that they are, and the parser never softens what SQLite does."""

from __future__ import annotations

import sqlite3

import pytest

from schemawarden_policy import change as c
from schemawarden_policy.parse import parse
from schemawarden_policy.split import split
from schemawarden_policy.statement import Dialect, Statement
from tests.policy.cases import report


def read(text: str) -> Statement:
    (piece,) = split(text, "f.sql", Dialect.SQLITE)
    return parse(piece, Dialect.SQLITE)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("ALTER TABLE a RENAME b TO c", (c.RenameColumn("a", "b", "c"),)),
        ("ALTER TABLE a RENAME COLUMN b TO c", (c.RenameColumn("a", "b", "c"),)),
        ("ALTER TABLE main.a RENAME TO c", (c.RenameTable("a", "c", "main"),)),
        ("ALTER TABLE t ADD c int", (c.AddColumn("t", c.ColumnDef("c", "INT")),)),
        ("ALTER TABLE t DROP COLUMN c", (c.DropColumn("t", "c"),)),
        ("ALTER TABLE t ALTER COLUMN c SET NOT NULL", (c.AlterUnsupported("t", "ALTER COLUMN"),)),
        ("ALTER TABLE t ADD CONSTRAINT x CHECK (a > 0)", (c.AlterUnsupported("t", "ADD CONSTRAINT"),)),
        ("ALTER TABLE t DROP CONSTRAINT x", (c.AlterUnsupported("t", "DROP CONSTRAINT"),)),
        ("DROP TABLE IF EXISTS temp.t", (c.DropTable("t", if_exists=True, schema="temp"),)),
        ("DROP VIEW v", (c.DropObject("view", "v"),)),
        (
            "CREATE UNIQUE INDEX i ON t (a, lower(b))",
            (c.CreateIndex("i", "t", ("a", "lower ( b )"), unique=True),),
        ),
        ("PRAGMA main.Journal_Mode(WAL)", (c.Pragma("journal_mode", "WAL", "main"),)),
        ("PRAGMA cache_size = -2000", (c.Pragma("cache_size", "-2000"),)),
        ("PRAGMA foreign_keys", (c.Pragma("foreign_keys", None),)),
        ("BEGIN IMMEDIATE TRANSACTION", (c.TransactionControl("BEGIN"),)),
        ("ROLLBACK TO SAVEPOINT x", (c.TransactionControl("ROLLBACK"),)),
        ("VACUUM main", (c.Maintain("VACUUM"),)),
        ("REINDEX main.i", (c.Maintain("REINDEX", "i"),)),
        ("VACUUM INTO 'x'", (c.Attach("VACUUM INTO"),)),
        ("WITH x AS (SELECT 1) DELETE FROM t WHERE a = 1", (c.DeleteRows("t", "a = 1", bounds=("a",)),)),
        (
            "INSERT INTO a (x) SELECT y FROM b",
            (c.InsertRows("a", "b", ("x",), reads=(("y",),), sources=("b",), bare=(True,)),),
        ),
        ("REPLACE INTO a VALUES (1)", (c.InsertRows("a", replaces=True),)),
        ("CREATE VIRTUAL TABLE x USING fts5(a)", (c.CreateObject("virtual_table", "x", "fts5"),)),
    ],
)
def test_statement_becomes_its_changes(text: str, changes: tuple[c.Change, ...]) -> None:
    statement = read(text)
    assert statement.opaque_reason == ""
    assert statement.changes == changes


def test_column_definition_is_read_in_full() -> None:
    statement = read(
        "CREATE TABLE t (a INT NOT NULL DEFAULT (1 + 2) UNIQUE, b TEXT AS (a) STORED, c REFERENCES u (id))"
    )
    (created,) = statement.changes
    assert isinstance(created, c.CreateTable)
    assert created.columns == (
        c.ColumnDef("a", "INT", not_null=True, default="(1 + 2)", unique=True),
        c.ColumnDef("b", "TEXT", generated="STORED", expression="a"),
        c.ColumnDef("c", "", references="u"),
    )


TAUTOLOGIES = [
    *(
        "1",
        "2 - 1",
        "'1'",
        "id = id",
        "id IS id",
        "NOT 0",
        "NOT (1 = 2)",
        "1 OR id = 3",
        "id IN (SELECT id FROM t)",
    ),
    *(
        "EXISTS (SELECT 1)",
        "id > 1 OR id <= 1",
        "name LIKE '%'",
        "(((1)))",
        "1 = 1 AND 2 = 2",
        "TRUE",
        "id >= id",
    ),
]
PREDICATES = [
    *("id = 1", "0", "NULL", "NOT 1", "name LIKE 'a%'", "id IN (SELECT id FROM other)", "id = name", "1 = 2"),
    *("id IN (SELECT id FROM t WHERE id > 3)", "1 = 1 AND id = 2", "name IS NOT NULL", "'a'", "id <> id"),
]


@pytest.mark.parametrize(
    ("where", "expected"), [(w, True) for w in TAUTOLOGIES] + [(w, False) for w in PREDICATES]
)
def test_tautology_is_told_and_sqlite_agrees(where: str, expected: bool) -> None:
    (deleted,) = read(f"DELETE FROM t WHERE {where}").changes
    assert isinstance(deleted, c.DeleteRows)
    assert deleted.always_true is expected
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "CREATE TABLE t (id, name); INSERT INTO t VALUES (1, 'x'), (5, 'y'); CREATE TABLE other (id)"
    )
    left = connection.execute(f"DELETE FROM t WHERE {where}").rowcount
    connection.close()
    assert not (expected and left < 2)


SQLITE_REFUSES = [
    ("ALTER TABLE t ADD COLUMN z int NOT NULL", "add-required-column"),
    ("ALTER TABLE t ADD COLUMN z text DEFAULT CURRENT_TIMESTAMP", "lite-unsupported-alter"),
    ("ALTER TABLE t ADD COLUMN z text DEFAULT (datetime('now'))", "lite-unsupported-alter"),
    ("ALTER TABLE t ADD COLUMN z int UNIQUE", "lite-unsupported-alter"),
    ("ALTER TABLE t ADD COLUMN z int PRIMARY KEY", "lite-unsupported-alter"),
    ("ALTER TABLE t ADD COLUMN z int AS (id) STORED", "lite-unsupported-alter"),
    ("ALTER TABLE t ADD COLUMN z int DEFAULT 1 REFERENCES p (id)", "lite-add-references-default"),
    ("ALTER TABLE t ALTER COLUMN id SET NOT NULL", "lite-unsupported-alter"),
    ("ALTER TABLE t ADD CONSTRAINT x CHECK (id > 0)", "lite-unsupported-alter"),
    ("ALTER TABLE t DROP CONSTRAINT x", "lite-unsupported-alter"),
    ("ALTER TABLE t ADD COLUMN z int NOT NULL DEFAULT 1", ""),
    ("ALTER TABLE t ADD COLUMN z int AS (id) VIRTUAL", ""),
    ("ALTER TABLE t ADD COLUMN z int REFERENCES p (id)", ""),
    ("ALTER TABLE t ADD COLUMN z int DEFAULT ('x')", ""),
    ("ALTER TABLE t ADD COLUMN z int DEFAULT (-1)", ""),
    ("ALTER TABLE t ADD COLUMN z int CHECK (z > 0)", ""),
]


@pytest.mark.parametrize(("text", "rule"), SQLITE_REFUSES)
def test_rules_say_what_the_real_sqlite_does(text: str, rule: str) -> None:
    """evidence/sqlite_alter.txt, tried again on the library at hand."""
    found = {finding.rule for finding in report(text + ";").findings}
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "PRAGMA foreign_keys = on; CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE t (id)"
    )
    try:
        connection.execute("INSERT INTO t VALUES (NULL)")
        connection.commit()
        connection.execute(text)
    except sqlite3.OperationalError:
        assert rule in found
    else:
        assert (found, rule) == (set(), "")
    finally:
        connection.close()
