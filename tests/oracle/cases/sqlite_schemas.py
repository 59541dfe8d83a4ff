"""Schemas on SQLite, each before and after a change."""

from __future__ import annotations

from tests.oracle.cases.pairs import pairs

SQLITE = pairs(
    {
        "nothing_to_something": ("", "CREATE TABLE pets (id integer PRIMARY KEY, name text NOT NULL);"),
        "no_change": (
            "CREATE TABLE pets (id integer PRIMARY KEY); CREATE INDEX i ON pets (id);",
            "CREATE TABLE pets (id integer PRIMARY KEY); CREATE INDEX i ON pets (id);",
        ),
        "column_types": (
            "CREATE TABLE k (id integer PRIMARY KEY);",
            """CREATE TABLE k (id integer PRIMARY KEY, a int, b bigint, c smallint, d real, e double, f decimal(10,2), g numeric(5),
               h varchar(255), i char(3), j text, k blob, l boolean, m date, n datetime, o json, p uuid, q "unsigned big int", r float);""",
        ),
        "odd_types": (
            "CREATE TABLE k (a, b 'quoted type', c native_character(70), d varying);",
            "CREATE TABLE k (a text, b mediumint, c character(20), d clob);",
        ),
        "column_added_null": (
            "CREATE TABLE t (id integer PRIMARY KEY);",
            "CREATE TABLE t (id integer PRIMARY KEY, note text);",
        ),
        "column_added_not_null_default": (
            "CREATE TABLE t (id integer PRIMARY KEY);",
            "CREATE TABLE t (id integer PRIMARY KEY, n int NOT NULL DEFAULT 7, s text NOT NULL DEFAULT 'it''s');",
        ),
        "column_added_not_null": (
            "CREATE TABLE t (id integer PRIMARY KEY);",
            "CREATE TABLE t (id integer PRIMARY KEY, n int NOT NULL);",
        ),
        "column_type_changed": (
            "CREATE TABLE t (id integer PRIMARY KEY, n int NOT NULL, m text);",
            "CREATE TABLE t (id integer PRIMARY KEY, n text NOT NULL, m text);",
        ),
        "column_nullable": (
            "CREATE TABLE t (id integer PRIMARY KEY, n int NOT NULL);",
            "CREATE TABLE t (id integer PRIMARY KEY, n int);",
        ),
        "columns_in_other_order": (
            "CREATE TABLE t (a int, b int, c int);",
            "CREATE TABLE t (c int, a int, b int);",
        ),
        "defaults": (
            "CREATE TABLE t (a int DEFAULT 1, b text DEFAULT 'x', c text DEFAULT (lower('A')), d datetime DEFAULT CURRENT_TIMESTAMP);",
            """CREATE TABLE t (a int DEFAULT -2, b text DEFAULT "y", c text DEFAULT (upper('a') || 'z'), d datetime DEFAULT CURRENT_DATE,
               e boolean DEFAULT true, f real DEFAULT 1.50, g text DEFAULT NULL, h blob DEFAULT x'00ff', i int DEFAULT (1 + 2));""",
        ),
        "checks": (
            "CREATE TABLE t (a int CHECK (a > 0), b int, CONSTRAINT both CHECK (a < b));",
            "CREATE TABLE t (a int CHECK (a > 1), b int CHECK (b IN (1, 2, 3)), CONSTRAINT both CHECK (a <= b), CONSTRAINT more CHECK (b <> ')'));",
        ),
        "generated_columns": (
            "CREATE TABLE t (a int, b int AS (a * 2));",
            "CREATE TABLE t (a int, b int AS (a * 3) STORED, c text GENERATED ALWAYS AS (a || 'x') VIRTUAL);",
        ),
        "autoincrement": (
            "CREATE TABLE t (id integer PRIMARY KEY, a text);",
            "CREATE TABLE t (id integer PRIMARY KEY AUTOINCREMENT, a text);",
        ),
        "composite_primary_key": (
            "CREATE TABLE t (a int, b int, c int, PRIMARY KEY (a));",
            "CREATE TABLE t (a int, b int, c int, PRIMARY KEY (b, a));",
        ),
        "without_rowid_and_strict": (
            "CREATE TABLE t (id text PRIMARY KEY, v any);",
            "CREATE TABLE t (id text PRIMARY KEY, v text) STRICT, WITHOUT ROWID;",
        ),
        "foreign_key": (
            "CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (id integer PRIMARY KEY, a_id int);",
            """CREATE TABLE a (id integer PRIMARY KEY);
               CREATE TABLE b (id integer PRIMARY KEY, a_id int REFERENCES a (id) ON DELETE CASCADE ON UPDATE SET NULL);""",
        ),
        "foreign_key_action_changed": (
            "CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (x int, CONSTRAINT fk FOREIGN KEY (x) REFERENCES a (id) ON DELETE RESTRICT);",
            "CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (x int, CONSTRAINT fk FOREIGN KEY (x) REFERENCES a (id) ON DELETE SET DEFAULT);",
        ),
        "foreign_key_composite": (
            "CREATE TABLE a (x int, y int, PRIMARY KEY (x, y));",
            """CREATE TABLE a (x int, y int, PRIMARY KEY (x, y));
               CREATE TABLE b (p int, q int, CONSTRAINT pq FOREIGN KEY (p, q) REFERENCES a (x, y));""",
        ),
        "foreign_key_to_itself": (
            "CREATE TABLE tree (id integer PRIMARY KEY);",
            "CREATE TABLE tree (id integer PRIMARY KEY, parent int, CONSTRAINT up FOREIGN KEY (parent) REFERENCES tree (id));",
        ),
        "foreign_keys_in_a_circle": (
            "",
            """CREATE TABLE a (id integer PRIMARY KEY, b_id int, CONSTRAINT ab FOREIGN KEY (b_id) REFERENCES b (id));
               CREATE TABLE b (id integer PRIMARY KEY, c_id int, CONSTRAINT bc FOREIGN KEY (c_id) REFERENCES c (id));
               CREATE TABLE c (id integer PRIMARY KEY, a_id int, CONSTRAINT ca FOREIGN KEY (a_id) REFERENCES a (id));""",
        ),
        "foreign_key_dropped": (
            "CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (x int, CONSTRAINT fk FOREIGN KEY (x) REFERENCES a (id));",
            "CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (x int);",
        ),
        "indexes": (
            "CREATE TABLE t (a int, b text, c int); CREATE INDEX gone ON t (a);",
            """CREATE TABLE t (a int, b text, c int); CREATE UNIQUE INDEX u ON t (a, b); CREATE INDEX d ON t (a DESC, c ASC);
               CREATE INDEX w ON t (c) WHERE c > 3 AND b IS NOT NULL; CREATE INDEX x ON t (lower(b)); CREATE INDEX m ON t (a, (c + 1) DESC);""",
        ),
        "index_changed": (
            "CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a); CREATE INDEX w ON t (b) WHERE b > 1;",
            "CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX i ON t (a); CREATE INDEX w ON t (b) WHERE b > 2;",
        ),
        "unique_in_table": (
            "CREATE TABLE t (a int, b int UNIQUE);",
            "CREATE TABLE t (a int UNIQUE, b int, CONSTRAINT ab UNIQUE (a, b));",
        ),
        "index_collation": (
            "CREATE TABLE t (a text COLLATE NOCASE);",
            "CREATE TABLE t (a text COLLATE BINARY); CREATE INDEX i ON t (a COLLATE NOCASE);",
        ),
        "tables_dropped": (
            "CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (id int REFERENCES a (id)); CREATE TABLE keep (x int);",
            "CREATE TABLE keep (x int);",
        ),
        "table_renamed_looks_like_drop_and_add": (
            "CREATE TABLE old_name (id integer PRIMARY KEY, v text);",
            "CREATE TABLE new_name (id integer PRIMARY KEY, v text);",
        ),
        "column_renamed_looks_like_drop_and_add": (
            "CREATE TABLE t (id integer PRIMARY KEY, was text);",
            "CREATE TABLE t (id integer PRIMARY KEY, now text);",
        ),
        "names_quoted_and_mixed": (
            'CREATE TABLE "Order" ("Select" int, "has space" text);',
            'CREATE TABLE "Order" ("Select" int, "has space" text, "CamelCase" int, `back` int, [square] int); CREATE INDEX "An Index" ON "Order" ("has space");',
        ),
        "names_not_ascii": (
            "CREATE TABLE \u00fcbung (gr\u00f6\u00dfe int);",
            "CREATE TABLE \u00fcbung (gr\u00f6\u00dfe int, \u540d\u524d text DEFAULT '\u00e9t\u00e9'); CREATE TABLE \u043f\u0440\u0438\u0432\u0435\u0442 (\u0438\u0434 integer PRIMARY KEY);",
        ),
        "names_differ_in_case": (
            "CREATE TABLE Pets (Id integer PRIMARY KEY, Name text);",
            "CREATE TABLE pets (id integer PRIMARY KEY, name text);",
        ),
        "many_changes_at_once": (
            """CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age int); CREATE INDEX by_age ON users (age);
               CREATE TABLE posts (id integer PRIMARY KEY, author int REFERENCES users (id), body text); CREATE TABLE logs (at datetime, what text);""",
            """CREATE TABLE users (id integer PRIMARY KEY, email varchar(255) NOT NULL, born date); CREATE UNIQUE INDEX by_email ON users (email);
               CREATE TABLE posts (id integer PRIMARY KEY, author int NOT NULL REFERENCES users (id) ON DELETE CASCADE, title text NOT NULL DEFAULT '', body text);
               CREATE TABLE tags (post int REFERENCES posts (id), tag text, PRIMARY KEY (post, tag));""",
        ),
    }
)
