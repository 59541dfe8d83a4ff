"""What each rule says of a SQLite file, beside what SQLite does with it when there are rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from schemawarden.adapters.sqlite.catalogue import entries, schema
from schemawarden_policy.check import check
from schemawarden_policy.facts import Facts, Schema
from schemawarden_policy.migration import Migration
from schemawarden_policy.reading import read_file
from schemawarden_policy.rule import Severity
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect

SETUP = """
CREATE TABLE users (id integer PRIMARY KEY, email text, plan text, code text UNIQUE);
CREATE TABLE posts (id integer PRIMARY KEY, user_id integer REFERENCES users (id) ON DELETE CASCADE);
INSERT INTO users (id, email, plan) VALUES (1, 'a', 'free'), (2, NULL, 'free');
INSERT INTO posts VALUES (10, 1);
"""


@dataclass(frozen=True)
class Observed:
    rule: str
    text: str
    answer: str = ""
    """What SQLite's error says; empty when the file runs through."""
    fires: bool = True
    """The rule tells it, at warning or above."""
    setup: str = ""
    """Beyond SETUP."""
    keys: bool = False
    """Foreign keys are on when the file begins."""
    query: str = ""
    """Asked afterwards."""
    rows: tuple[tuple[object, ...], ...] = ()


def rebuild(
    columns: str, select: str = "id, email, plan, code", insert: str = "(id, email, plan, code)"
) -> str:
    return (
        f"CREATE TABLE new_users ({columns});\nINSERT INTO new_users {insert} SELECT {select} FROM users;\n"
        "DROP TABLE users;\nALTER TABLE new_users RENAME TO users;\n"
    )


OFF, ON = "PRAGMA foreign_keys = off;\n", "PRAGMA foreign_keys = on;\n"
SAME = "id integer PRIMARY KEY, email text, plan text, code text"
REQUIRED = SAME.replace("email text", "email text NOT NULL")
UNSUPPORTED = "lite-unsupported-alter"

OBSERVED = (
    Observed(
        "add-required-column",
        "ALTER TABLE users ADD COLUMN a int NOT NULL;",
        "Cannot add a NOT NULL column with default value NULL",
    ),
    Observed("add-required-column", "ALTER TABLE users ADD COLUMN a int NOT NULL DEFAULT 0;", fires=False),
    Observed(
        "add-required-column",
        "CREATE TABLE notes (id integer);\nALTER TABLE notes ADD COLUMN a int NOT NULL;",
        fires=False,
    ),
    Observed(
        "add-required-column", "ALTER TABLE users ADD COLUMN a text NOT NULL AS (plan) VIRTUAL;", fires=False
    ),
    Observed("add-unique-existing", "CREATE UNIQUE INDEX i ON users (plan);", "UNIQUE constraint failed"),
    Observed(
        "add-unique-existing",
        "CREATE UNIQUE INDEX i ON users (plan, email);",
        fires=False,
        setup="CREATE UNIQUE INDEX by_email ON users (email);",
    ),
    Observed(
        "add-unique-existing",
        "ALTER TABLE users ADD COLUMN token text;\nCREATE UNIQUE INDEX i ON users (token);",
        fires=False,
    ),
    Observed(
        "index-to-unique",
        "DROP INDEX i;\nCREATE UNIQUE INDEX i ON users (plan);",
        "UNIQUE constraint failed",
        setup="CREATE INDEX i ON users (plan);",
        query="SELECT count(*) FROM sqlite_master WHERE name = 'i'",
        rows=((0,),),
    ),
    Observed("set-not-null-sqlite", OFF + rebuild(REQUIRED) + ON, "NOT NULL constraint failed"),
    Observed(
        "set-not-null-sqlite",
        OFF + rebuild(REQUIRED.replace("NOT NULL", "NOT NULL DEFAULT ''")) + ON,
        "NOT NULL constraint failed",
    ),
    Observed(
        "set-not-null-sqlite", OFF + rebuild(REQUIRED, "id, IFNULL(email, ''), plan, code") + ON, fires=False
    ),
    Observed(
        "set-not-null-sqlite",
        "UPDATE users SET email = '' WHERE email IS NULL;\n" + OFF + rebuild(REQUIRED) + ON,
        fires=False,
    ),
    Observed(
        "add-fk-data",
        OFF + rebuild(SAME.replace("plan text", "plan text REFERENCES plans (name)")) + ON,
        setup="CREATE TABLE plans (name text PRIMARY KEY);",
        query="PRAGMA foreign_key_check(users)",
        rows=(("users", 1, "plans", 0), ("users", 2, "plans", 0)),
    ),
    Observed(
        "add-check-data",
        "ALTER TABLE users ADD COLUMN stars int DEFAULT 0 CHECK (stars > 0);",
        "CHECK constraint failed",
    ),
    Observed(
        "add-check-data",
        "ALTER TABLE users ADD COLUMN stars int CHECK (stars IS NOT NULL);",
        "CHECK constraint failed",
    ),
    Observed("add-check-data", "ALTER TABLE users ADD COLUMN stars int CHECK (stars > 0);", fires=False),
    Observed(
        "add-check-data",
        "ALTER TABLE users ADD COLUMN state text DEFAULT 'open' CHECK (state IN ('open', 'paid'));",
        fires=False,
    ),
    Observed("duplicate-column", "CREATE TABLE t (a int, A int);", "duplicate column name"),
    Observed(
        "duplicate-column",
        "UPDATE users SET plan = 'x', plan = 'y' WHERE id = 1;",
        query="SELECT plan FROM users WHERE id = 1",
        rows=(("y",),),
    ),
    Observed(
        "duplicate-column",
        "INSERT INTO users (id, plan, plan) VALUES (3, 'x', 'y');",
        query="SELECT plan FROM users WHERE id = 3",
        rows=(("x",),),
    ),
    Observed("duplicate-column", "CREATE INDEX i ON users (plan, plan);"),
    *(
        Observed(UNSUPPORTED, f"ALTER TABLE users {action};", answer)
        for action, answer in (
            ("ALTER COLUMN email SET NOT NULL", "syntax error"),
            ("ALTER COLUMN email TYPE integer", "syntax error"),
            ("MODIFY email text NOT NULL", "syntax error"),
            ("ADD CONSTRAINT c CHECK (id > 0)", "syntax error"),
            ("ADD CHECK (id > 0)", "syntax error"),
            ("ADD UNIQUE (email)", "syntax error"),
            ("ADD FOREIGN KEY (id) REFERENCES posts (id)", "syntax error"),
            ("DROP CONSTRAINT c", "syntax error"),
            ("ADD COLUMN IF NOT EXISTS a int", "syntax error"),
            ("DROP COLUMN IF EXISTS a", "syntax error"),
            ("ADD COLUMN a int, ADD COLUMN b int", "syntax error"),
            ("ADD COLUMN a int UNIQUE", "Cannot add a UNIQUE column"),
            ("ADD COLUMN a int PRIMARY KEY", "Cannot add a PRIMARY KEY column"),
            ("ADD COLUMN a text AS (email) STORED", "cannot add a STORED column"),
            ("ADD COLUMN a text DEFAULT CURRENT_TIMESTAMP", "non-constant default"),
            ("ADD COLUMN a text DEFAULT (datetime('now'))", "non-constant default"),
            ("ADD COLUMN a int DEFAULT (1 + 1)", "non-constant default"),
            ("ADD COLUMN a text DEFAULT ('a' || 'b')", "non-constant default"),
        )
    ),
    Observed(UNSUPPORTED, "ALTER TABLE IF EXISTS users RENAME TO people;", "syntax error"),
    *(
        Observed(UNSUPPORTED, f"ALTER TABLE users ADD COLUMN a {definition};", fires=False)
        for definition in (
            "text",
            "int DEFAULT (1)",
            "real DEFAULT (-1.5e-3)",
            "int DEFAULT (+1)",
            "int DEFAULT (0x1f)",
            "blob DEFAULT (x'00')",
            "text DEFAULT ('it''s')",
            "int DEFAULT true",
            "int DEFAULT (NULL)",
            "text AS (email) VIRTUAL",
        )
    ),
    Observed(
        UNSUPPORTED,
        "CREATE TABLE notes (id integer);\nALTER TABLE notes ADD COLUMN a text DEFAULT CURRENT_TIMESTAMP;",
        fires=False,
    ),
    Observed(
        UNSUPPORTED,
        "CREATE TABLE notes (id integer);\nALTER TABLE notes ADD COLUMN a int UNIQUE;",
        "Cannot add a UNIQUE column",
    ),
    Observed(
        "lite-add-references-default",
        "ALTER TABLE posts ADD COLUMN a int DEFAULT 9 REFERENCES users (id);",
        "Cannot add a REFERENCES column with non-NULL default value",
        keys=True,
    ),
    Observed(
        "lite-add-references-default",
        "ALTER TABLE posts ADD COLUMN a int DEFAULT 9 REFERENCES users (id);",
        query="PRAGMA foreign_key_check(posts)",
        rows=(("posts", 10, "users", 0),),
    ),
    Observed(
        "lite-add-references-default",
        "ALTER TABLE posts ADD COLUMN a int REFERENCES users (id);",
        keys=True,
        fires=False,
    ),
    Observed("lite-rebuild-fk", rebuild(SAME), keys=True, query="SELECT count(*) FROM posts", rows=((0,),)),
    Observed(
        "lite-rebuild-fk",
        "BEGIN;\n" + OFF + rebuild(SAME) + "COMMIT;",
        keys=True,
        query="SELECT count(*) FROM posts",
        rows=((0,),),
    ),
    Observed(
        "lite-rebuild-fk",
        "PRAGMA defer_foreign_keys = on;\n" + rebuild(SAME),
        keys=True,
        query="SELECT count(*) FROM posts",
        rows=((0,),),
    ),
    Observed(
        "lite-rebuild-fk",
        rebuild(SAME),
        "FOREIGN KEY constraint failed",
        keys=True,
        setup="CREATE TABLE likes (user_id integer REFERENCES users (id)); INSERT INTO likes VALUES (1);",
    ),
    Observed(
        "lite-rebuild-fk",
        OFF + rebuild(SAME) + ON,
        keys=True,
        fires=False,
        query="SELECT count(*) FROM posts",
        rows=((1,),),
    ),
    Observed(
        "lite-rebuild-loses",
        OFF + rebuild(SAME) + ON,
        setup="CREATE INDEX i ON users (plan);",
        query="SELECT count(*) FROM sqlite_master WHERE name = 'i'",
        rows=((0,),),
    ),
    Observed(
        "lite-rebuild-loses",
        OFF + rebuild(SAME) + ON,
        setup="CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT 1; END;",
        query="SELECT count(*) FROM sqlite_master WHERE name = 't'",
        rows=((0,),),
    ),
    Observed(
        "lite-rebuild-loses",
        OFF + rebuild("id integer PRIMARY KEY, plan text, email text, code text", "*", "") + ON,
        query="SELECT plan FROM users WHERE id = 1",
        rows=(("a",),),
    ),
    Observed("lite-rebuild-loses", OFF + rebuild(SAME, "*", "") + ON, fires=False),
    Observed(
        "lite-rebuild-loses",
        OFF
        + "CREATE TABLE new_parts (id integer PRIMARY KEY, weight text);\n"
        + "INSERT INTO new_parts (id, weight) SELECT id, weight FROM parts;\n"
        + "DROP TABLE parts;\nALTER TABLE new_parts RENAME TO parts;\n"
        + ON,
        setup="CREATE TABLE parts (id integer PRIMARY KEY, weight real); INSERT INTO parts VALUES (1, 0.1 + 0.2);",
        query="SELECT weight FROM parts",
        rows=(("0.3",),),
    ),
    Observed(
        "lite-rebuild-loses",
        OFF + rebuild(SAME) + "CREATE INDEX i ON users (plan);\n" + ON,
        setup="CREATE INDEX i ON users (plan);",
        fires=False,
    ),
    Observed(
        "lite-rename-dependents",
        "ALTER TABLE users RENAME TO people;",
        setup="CREATE VIEW v AS SELECT id FROM users;",
        query="SELECT sql FROM sqlite_master WHERE name = 'v'",
        rows=(('CREATE VIEW v AS SELECT id FROM "people"',),),
    ),
    Observed(
        "lite-rename-dependents",
        "ALTER TABLE users RENAME COLUMN plan TO tier;",
        "error in view w after rename",
        setup="CREATE VIEW v AS SELECT * FROM users; CREATE VIEW w AS SELECT plan FROM v;",
    ),
    Observed(
        "lite-rename-dependents",
        "CREATE VIEW v AS SELECT id FROM users;\n" + OFF + rebuild(SAME) + ON,
        "error in view v: no such table",
    ),
    Observed(
        "lite-rename-dependents",
        OFF
        + "ALTER TABLE users RENAME TO old_users;\n"
        + f"CREATE TABLE users ({SAME});\n"
        + "INSERT INTO users (id, email, plan, code) SELECT id, email, plan, code FROM old_users;\n"
        + "DROP TABLE old_users;\n"
        + ON,
        query="PRAGMA foreign_key_check",
        rows=(("posts", 10, "old_users", 0),),
    ),
    Observed("lite-drop-column", "ALTER TABLE users DROP COLUMN id;", "cannot drop PRIMARY KEY column"),
    Observed(
        "lite-drop-column",
        "ALTER TABLE users DROP COLUMN plan;",
        "error in index i after drop column",
        setup="CREATE INDEX i ON users (plan);",
    ),
    Observed(
        "lite-drop-column",
        "ALTER TABLE users DROP COLUMN plan;",
        "error in index i after drop column",
        setup="CREATE INDEX i ON users (email) WHERE plan = 'free';",
    ),
    Observed(
        "lite-drop-column",
        "DROP INDEX i;\nALTER TABLE users DROP COLUMN plan;",
        setup="CREATE INDEX i ON users (plan);",
        fires=False,
    ),
    Observed(
        "lite-drop-column",
        "ALTER TABLE users DROP COLUMN plan;\nINSERT INTO users (id) VALUES (9);",
        "no such column: plan",
        setup="CREATE TRIGGER t AFTER INSERT ON users BEGIN UPDATE users SET plan = 'free' WHERE id = new.id; END;",
    ),
    Observed(
        "lite-drop-column",
        "CREATE TABLE t (a int, b int UNIQUE);\nALTER TABLE t DROP COLUMN b;",
        "cannot drop UNIQUE column",
    ),
    Observed(
        "lite-drop-column",
        "CREATE TABLE t (a int, b int, CHECK (a > b));\nALTER TABLE t DROP COLUMN b;",
        "error in table t after drop column",
    ),
    Observed(
        "lite-drop-column",
        "CREATE TABLE t (a int, b int AS (a + 1));\nALTER TABLE t DROP COLUMN a;",
        "error in table t after drop column",
    ),
    Observed(
        "lite-drop-column",
        "CREATE TABLE t (a int, b int, FOREIGN KEY (b) REFERENCES users (id));\nALTER TABLE t DROP COLUMN b;",
        "error in table t after drop column",
    ),
    Observed(
        "lite-drop-column",
        "CREATE TABLE t (a int, b int CHECK (b > 0) REFERENCES users (id));\nALTER TABLE t DROP COLUMN b;",
        fires=False,
    ),
)


def label(row: Observed) -> str:
    return f"{row.rule}: {row.text[:50]}"


@pytest.mark.parametrize("row", OBSERVED, ids=label)
def test_sqlite_does_it(row: Observed, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "live.db", isolation_level=None)) as connection:
        connection.executescript(SETUP + row.setup)
        connection.execute(ON if row.keys else OFF)
        if row.answer:
            with pytest.raises(sqlite3.Error, match=row.answer):
                connection.executescript(row.text)
        else:
            connection.executescript(row.text)
        if row.query:
            assert tuple(connection.execute(row.query)) == row.rows


@pytest.mark.parametrize("row", OBSERVED, ids=label)
def test_the_rule_tells_it(row: Observed, tmp_path: Path) -> None:
    file = read_file("1_x.sql", row.text, Dialect.SQLITE)
    facts = Facts(before=_schema(tmp_path / "live.db", SETUP + row.setup))
    found = check(Migration(Dialect.SQLITE, (file,), facts), Settings()).findings
    told = {finding.rule for finding in found if finding.severity >= Severity.WARNING}
    assert (row.rule in told) == row.fires


def _schema(path: Path, ddl: str) -> Schema:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(ddl)
        return schema(connection, entries(connection))
