"""Migration directories of every shape. Both sides read the same files from the same directory on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Directory:
    name: str
    files: Mapping[str, str]
    """Path below the directory -> text. Not all of them need be migrations."""
    latest: int = 1
    """How many of the newest files an analysis looks at."""

    def __str__(self) -> str:
        return self.name

    def write(self, root: Path) -> Path:
        """The directory on disk, without atlas.sum."""
        migrations = root / "migrations"
        migrations.mkdir(parents=True)
        for name, text in self.files.items():
            path = migrations / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        return migrations


def directories(table: dict[str, Mapping[str, str]]) -> tuple[Directory, ...]:
    return tuple(
        Directory(name, files, latest=2 if name.startswith("two_") else 1) for name, files in table.items()
    )


_USERS = "CREATE TABLE users (id integer PRIMARY KEY, name text);\n"

# SQL that means the same in both dialects.
EVERYWHERE = directories(
    {
        "no_files": {},
        "one_file": {"20260101000001_users.sql": _USERS},
        "no_final_semicolon": {"20260101000001_users.sql": _USERS.rstrip(";\n")},
        "no_final_newline": {"20260101000001_users.sql": _USERS.rstrip("\n")},
        "name_without_description": {"20260101000001.sql": _USERS, "20260101000002_.sql": "CREATE TABLE b (x int);"},
        "names_with_many_words": {"20260101000001_add_the_users_table.sql": _USERS, "20260101000002_fix-it now.v2.sql": "CREATE TABLE b (x int);"},
        "short_versions": {"1_a.sql": _USERS, "2_b.sql": "CREATE TABLE b (x int);", "10_c.sql": "CREATE TABLE c (x int);"},
        "versions_that_are_words": {"alpha_a.sql": _USERS, "beta.sql": "CREATE TABLE b (x int);", "v1.2_c.sql": "CREATE TABLE c (x int);"},
        "other_files_beside": {
            "20260101000001_users.sql": _USERS, "README.md": "# read me\n", "20260101000002_b.SQL": "CREATE TABLE b (x int);",
            "20260101000003_c.sql.bak": "CREATE TABLE c (x int);", "schema.hcl": "", "sub/20260101000004_d.sql": "CREATE TABLE d (x int);",
        },
        "file_hidden": {"20260101000001_users.sql": _USERS, ".20260101000002_b.sql": "CREATE TABLE b (x int);"},
        "file_name_not_ascii": {"20260101000001_größe.sql": _USERS, "20260101000002_名前.sql": "CREATE TABLE b (x int);"},
        "file_empty": {"20260101000001_users.sql": _USERS, "20260101000002_empty.sql": ""},
        "file_of_comments": {"20260101000001_users.sql": _USERS, "20260101000002_words.sql": "-- nothing\n\n/* at all\n */\n-- here"},
        "file_of_semicolons": {"20260101000001_users.sql": f";;\n;{_USERS};\n ;"},
        "windows_line_ends": {"20260101000001_users.sql": "-- users\r\nCREATE TABLE users (\r\n  id integer PRIMARY KEY,\r\n  name text\r\n);\r\n\r\nCREATE INDEX i ON users (name);\r\n"},
        "old_mac_line_ends": {"20260101000001_users.sql": "CREATE TABLE users (id integer PRIMARY KEY);\rCREATE TABLE b (x int);\r"},
        "tabs_and_blank_lines": {"20260101000001_users.sql": "\n\n\t CREATE\tTABLE users\n\n(id integer\n\n\tPRIMARY KEY)\t;\n\n\n\t CREATE TABLE b (x int)\n;\n\n"},
        "statements_on_one_line": {"20260101000001_users.sql": "CREATE TABLE a (x int);CREATE TABLE b (x int); CREATE TABLE c (x int) ;"},
        "comments_everywhere": {
            "20260101000001_users.sql": (
                "-- first; of all\n/* block; here */ CREATE TABLE users ( -- the key; yes\n  id integer PRIMARY KEY, /* ; */\n  name text\n"
                ") -- before the end\n; -- after the end\n-- between\n\nCREATE TABLE b (x int); /* last; */\n-- trailing"
            ),
        },
        "comment_groups": {"20260101000001_users.sql": f"-- far\n\n-- near\n-- nearer\n{_USERS}-- one\n/* two */\n-- three\nCREATE TABLE b (x int);\n"},
        "quotes": {
            "20260101000001_users.sql": (
                f"{_USERS}INSERT INTO users VALUES (1, 'semi;colon'), (2, 'it''s; here'), (3, '-- no comment'), (4, '/* neither */');\n"
                'CREATE TABLE "odd;name" ("a;b" int, "c""d" int);\n'
            ),
        },
        "backslash_in_a_string": {"20260101000001_users.sql": f"{_USERS}INSERT INTO users VALUES (1, 'a\\');\nINSERT INTO users VALUES (2, '\\b;');\n"},
        "minus_before_a_quote": {"20260101000001_users.sql": f"{_USERS}UPDATE users SET id = 5-'1', name = 'x;y';\nUPDATE users SET id = 3-(1);\n"},
        "slash_before_a_quote": {"20260101000001_users.sql": f"{_USERS}UPDATE users SET id = 4/'2', name = 'x;y';\nUPDATE users SET id = 4/(2);\n"},
        "hash_in_a_name": {"20260101000001_users.sql": 'CREATE TABLE users (id integer PRIMARY KEY, "a#b" text); CREATE TABLE b (x int);\n'},
        "parentheses_deep": {"20260101000001_users.sql": "CREATE TABLE a (x int CHECK ((((x)) > (1)))); CREATE TABLE b (x int DEFAULT (((2))));"},
        "not_ascii_text": {"20260101000001_users.sql": f"-- größe 名前 🐘\n{_USERS}INSERT INTO users VALUES (1, 'é;🐘');\nINSERT INTO users VALUES (2, 'ü');\n"},
        "byte_order_mark": {"20260101000001_users.sql": f"\ufeff{_USERS}"},
        "words_begin_and_end": {"20260101000001_users.sql": 'CREATE TABLE "begin" (x int);\nCREATE TABLE b (begins int, ending int);\nCREATE TABLE c (x int DEFAULT (CASE WHEN 1 = 1 THEN 2 ELSE 3 END));\n'},
        "delimiter_of_two_newlines": {"20260101000001_users.sql": "-- atlas:delimiter \\n\\n\nCREATE TABLE users (id integer PRIMARY KEY)\n\nCREATE TABLE b (\n  x int\n);\n\nCREATE TABLE c (x int)"},
        "delimiter_of_words": {"20260101000001_users.sql": "-- atlas:delimiter -- end\n\nCREATE TABLE users (id integer PRIMARY KEY);\n-- end\nCREATE TABLE b (x int);\n-- end\n"},
        "delimiter_of_slashes": {"20260101000001_users.sql": "-- atlas:delimiter //\n\nCREATE TABLE users (id integer PRIMARY KEY)//\nCREATE TABLE b (x int)//\n"},
        "delimiter_command": {"20260101000001_users.sql": "DELIMITER //\nCREATE TABLE users (id integer PRIMARY KEY)//\nDELIMITER ;\nCREATE TABLE b (x int);\n"},
        "txmode_none_in_one_file": {"20260101000001_users.sql": _USERS, "20260101000002_b.sql": "-- atlas:txmode none\n\nCREATE TABLE b (x int);\nCREATE TABLE c (x int);\n"},
        "txmode_file_in_one_file": {"20260101000001_users.sql": f"-- atlas:txmode file\n\n{_USERS}"},
        "txmode_wrong": {"20260101000001_users.sql": f"-- atlas:txmode sometimes\n\n{_USERS}"},
        "txmode_below_a_statement": {"20260101000001_users.sql": f"{_USERS}-- atlas:txmode none\nCREATE TABLE b (x int);\n"},
        "sum_ignored": {"20260101000001_users.sql": _USERS, "20260101000002_b.sql": "-- atlas:sum ignore\n\nCREATE TABLE b (x int);\n"},
        "checkpoint_first": {"20260101000001_users.sql": f"-- atlas:checkpoint\n\n{_USERS}", "20260101000002_b.sql": "CREATE TABLE b (x int);"},
        "checkpoint_in_the_middle": {
            "20260101000001_users.sql": _USERS, "20260101000002_all.sql": f"-- atlas:checkpoint\n\n{_USERS}", "20260101000003_b.sql": "CREATE TABLE b (x int);",
        },
        "checkpoint_tagged": {"20260101000001_users.sql": _USERS, "20260101000002_all.sql": f"-- atlas:checkpoint v1\n\n{_USERS}"},
        "data_changes": {
            "20260101000001_users.sql": _USERS,
            "20260101000002_rows.sql": "INSERT INTO users VALUES (1, 'a'), (2, 'b');\nUPDATE users SET name = 'c' WHERE id = 1;\nDELETE FROM users WHERE id = 2;\n",
        },
        "views": {"20260101000001_users.sql": f"{_USERS}CREATE VIEW names AS SELECT name FROM users;\n", "20260101000002_b.sql": "DROP VIEW names;\nCREATE TABLE b (x int);\n"},
        "table_made_and_dropped": {"20260101000001_users.sql": _USERS, "20260101000002_b.sql": "CREATE TABLE b (x int);\nDROP TABLE b;\n"},
        "table_dropped": {"20260101000001_users.sql": _USERS, "20260101000002_drop.sql": "DROP TABLE users;\n"},
        "table_dropped_and_silenced": {"20260101000001_users.sql": _USERS, "20260101000002_drop.sql": "-- atlas:nolint\nDROP TABLE users;\n"},
        "table_dropped_and_file_silenced": {"20260101000001_users.sql": _USERS, "20260101000002_drop.sql": "-- atlas:nolint destructive\n\nDROP TABLE users;\n"},
        "table_renamed": {"20260101000001_users.sql": _USERS, "20260101000002_rename.sql": "ALTER TABLE users RENAME TO people;\n"},
        "column_added_not_null": {"20260101000001_users.sql": _USERS, "20260101000002_add.sql": "ALTER TABLE users ADD COLUMN a int;\nALTER TABLE users ADD COLUMN n int NOT NULL DEFAULT 1;\n"},
        "column_dropped": {"20260101000001_users.sql": _USERS, "20260101000002_drop.sql": "ALTER TABLE users DROP COLUMN name;\n"},
        "column_renamed": {"20260101000001_users.sql": _USERS, "20260101000002_rename.sql": "ALTER TABLE users RENAME COLUMN name TO label;\n"},
        "unique_index_added": {"20260101000001_users.sql": _USERS, "20260101000002_u.sql": "CREATE UNIQUE INDEX u ON users (name);\n"},
        "unique_index_on_new_table": {"20260101000001_users.sql": _USERS, "20260101000002_u.sql": "CREATE TABLE b (x int);\nCREATE UNIQUE INDEX u ON b (x);\n"},
        "foreign_key_dropped_with_table": {
            "20260101000001_users.sql": f"{_USERS}CREATE TABLE posts (id integer PRIMARY KEY, author int, CONSTRAINT fk FOREIGN KEY (author) REFERENCES users (id));\n",
            "20260101000002_drop.sql": "-- away\nDROP TABLE posts;\n\n-- and away\nDROP TABLE users;\n",
        },
        "two_files_analyzed": {
            "20260101000001_users.sql": _USERS, "20260101000002_drop.sql": "ALTER TABLE users DROP COLUMN name;\n", "20260101000003_drop.sql": "DROP TABLE users;\n",
        },
        "statement_that_fails": {"20260101000001_users.sql": _USERS, "20260101000002_bad.sql": "CREATE TABLE b (x int);\nINSERT INTO missing VALUES (1);\n"},
        "statement_that_no_parser_takes": {"20260101000001_users.sql": f"{_USERS}CREATE TABEL b (x int);\n"},
        "unclosed_quote": {"20260101000001_users.sql": f"{_USERS}INSERT INTO users VALUES (1, 'x);\n"},
        "unclosed_parenthesis": {"20260101000001_users.sql": f"{_USERS}CREATE TABLE b (x int;\n"},
        "unclosed_comment": {"20260101000001_users.sql": f"{_USERS}/* to the end\nCREATE TABLE b (x int);\n"},
        "two_hundred_files": {f"2026010100{number:04d}_t{number}.sql": f"CREATE TABLE t{number} (x int);\n" for number in range(1, 201)},
        "long_file": {"20260101000001_many.sql": _USERS + "".join(f"INSERT INTO users VALUES ({number}, 'n{number}');\n" for number in range(60))},
    }
)  # fmt: skip

SQLITE = directories(
    {
        "trigger": {
            "20260101000001_users.sql": _USERS,
            "20260101000002_trigger.sql": "CREATE TRIGGER tr AFTER INSERT ON users BEGIN UPDATE users SET name = 'x;y' WHERE id = NEW.id; DELETE FROM users WHERE id < 0; END;\nCREATE TABLE b (x int);\n",
        },
        "brackets_and_backticks": {"20260101000001_users.sql": "CREATE TABLE [odd table] (`a;b` int);\nCREATE TABLE b (x int);\n"},
        "rebuild": {
            "20260101000001_users.sql": "CREATE TABLE `users` (`id` integer NULL, `age` int NOT NULL, PRIMARY KEY (`id`));\n",
            "20260101000002_rebuild.sql": (
                "PRAGMA foreign_keys = off;\nCREATE TABLE `new_users` (`id` integer NULL, `age` text NULL, PRIMARY KEY (`id`));\n"
                "INSERT INTO `new_users` (`id`, `age`) SELECT `id`, `age` FROM `users`;\nDROP TABLE `users`;\n"
                "ALTER TABLE `new_users` RENAME TO `users`;\nPRAGMA foreign_keys = on;\n"
            ),
        },
        "rebuild_that_drops_a_column": {
            "20260101000001_users.sql": "CREATE TABLE `users` (`id` integer NULL, `age` int NULL, PRIMARY KEY (`id`));\n",
            "20260101000002_rebuild.sql": (
                "PRAGMA foreign_keys = off;\nCREATE TABLE `new_users` (`id` integer NULL, PRIMARY KEY (`id`));\n"
                "INSERT INTO `new_users` (`id`) SELECT `id` FROM `users`;\nDROP TABLE `users`;\n"
                "ALTER TABLE `new_users` RENAME TO `users`;\nPRAGMA foreign_keys = on;\n"
            ),
        },
        "rebuild_that_makes_not_null": {
            "20260101000001_users.sql": "CREATE TABLE `users` (`id` integer NULL, `age` int NULL, PRIMARY KEY (`id`));\n",
            "20260101000002_rebuild.sql": (
                "PRAGMA foreign_keys = off;\nCREATE TABLE `new_users` (`id` integer NULL, `age` int NOT NULL, PRIMARY KEY (`id`));\n"
                "INSERT INTO `new_users` (`id`, `age`) SELECT `id`, `age` FROM `users`;\nDROP TABLE `users`;\n"
                "ALTER TABLE `new_users` RENAME TO `users`;\nPRAGMA foreign_keys = on;\n"
            ),
        },
        "column_not_null_without_default": {"20260101000001_users.sql": _USERS, "20260101000002_add.sql": "ALTER TABLE users ADD COLUMN n int NOT NULL DEFAULT NULL;\n"},
    }
)  # fmt: skip

POSTGRES = directories(
    {
        "function_in_dollars": {
            "20260101000001_users.sql": _USERS,
            "20260101000002_f.sql": "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  PERFORM 1; -- ;\n  RETURN 2;\nEND;\n$$;\nCREATE TABLE b (x int);\n",
        },
        "function_in_named_dollars": {"20260101000001_f.sql": "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $body$ SELECT '$$;' || 'x;' $body$;\nCREATE TABLE b (x int);\n"},
        "function_of_begin_atomic": {"20260101000001_f.sql": "CREATE TABLE a (x int);\nCREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;\nCREATE TABLE b (x int);\n"},
        "trigger": {
            "20260101000001_users.sql": _USERS,
            "20260101000002_t.sql": (
                "CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := 'x;'; RETURN NEW; END $$;\n"
                "CREATE TRIGGER tr BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION tf();\n"
            ),
        },
        "do_block": {"20260101000001_do.sql": "DO $$ BEGIN EXECUTE 'CREATE TABLE a (x int)'; END $$;\nCREATE TABLE b (x int);\n"},
        "strings_with_escapes": {"20260101000001_users.sql": f"{_USERS}INSERT INTO users VALUES (1, E'it\\'s; here');\nINSERT INTO users VALUES (2, U&'d\\0061t');\n"},
        "nested_comment": {"20260101000001_users.sql": f"/* one /* two; */ three; */\n{_USERS}"},
        "dollar_in_a_name": {"20260101000001_users.sql": "CREATE TABLE a$b (x$y int);\nCREATE TABLE c (x int);\n"},
        "index_concurrently": {"20260101000001_users.sql": _USERS, "20260101000002_i.sql": "-- atlas:txmode none\n\nCREATE INDEX CONCURRENTLY i ON users (name);\n"},
        "index_concurrently_in_a_transaction": {"20260101000001_users.sql": _USERS, "20260101000002_i.sql": "CREATE INDEX CONCURRENTLY i ON users (name);\n"},
        "enum_grown": {"20260101000001_mood.sql": "CREATE TYPE mood AS ENUM ('a');\nCREATE TABLE t (m mood);\n", "20260101000002_b.sql": "ALTER TYPE mood ADD VALUE 'b';\n"},
        "materialized_view": {"20260101000001_users.sql": f"{_USERS}CREATE MATERIALIZED VIEW names AS SELECT name FROM users;\nREFRESH MATERIALIZED VIEW names;\n"},
        "sequence_and_domain": {"20260101000001_s.sql": "CREATE SEQUENCE s;\nCREATE DOMAIN positive AS int CHECK (VALUE > 0);\nCREATE TABLE b (x int DEFAULT nextval('s'));\n"},
        "column_not_null_without_default": {"20260101000001_users.sql": _USERS, "20260101000002_add.sql": "ALTER TABLE users ADD COLUMN n int NOT NULL;\nALTER TABLE users ADD COLUMN m int;\n"},
        "column_made_not_null": {"20260101000001_users.sql": _USERS, "20260101000002_alter.sql": "ALTER TABLE users ALTER COLUMN name SET NOT NULL;\n"},
        "column_type_changed": {"20260101000001_users.sql": _USERS, "20260101000002_alter.sql": "ALTER TABLE users ALTER COLUMN id TYPE bigint;\n"},
        "two_changes_in_one_statement": {"20260101000001_users.sql": _USERS, "20260101000002_alter.sql": "ALTER TABLE users DROP COLUMN name, ADD COLUMN n int NOT NULL;\n"},
        "constraint_added": {
            "20260101000001_users.sql": _USERS,
            "20260101000002_c.sql": "ALTER TABLE users ADD CONSTRAINT c CHECK (id > 0);\nALTER TABLE users ADD CONSTRAINT u UNIQUE (name);\nALTER TABLE users DROP CONSTRAINT users_pkey;\n",
        },
        "foreign_key_constraint_dropped": {
            "20260101000001_users.sql": f"{_USERS}CREATE TABLE posts (author int, CONSTRAINT fk FOREIGN KEY (author) REFERENCES users (id));\n",
            "20260101000002_c.sql": "ALTER TABLE posts DROP CONSTRAINT fk;\n",
        },
        "comments_on_things": {"20260101000001_users.sql": f"{_USERS}COMMENT ON TABLE users IS 'one; two';\n"},
        "copy_like_values": {"20260101000001_users.sql": f"{_USERS}INSERT INTO users SELECT g, 'n;' || g FROM generate_series(1, 20) g;\n"},
        "settings_in_the_file": {"20260101000001_users.sql": f"SET lock_timeout = '2s';\nSET LOCAL statement_timeout = '10s';\n{_USERS}"},
        "primary_key_dropped": {"20260101000001_users.sql": _USERS, "20260101000002_p.sql": "ALTER TABLE users DROP CONSTRAINT users_pkey;\n"},
    }
)  # fmt: skip

POSTGRES_DATABASE = directories(
    {
        "two_schemas": {
            "20260101000001_s.sql": "CREATE SCHEMA shop;\nCREATE TABLE shop.items (id int PRIMARY KEY);\nCREATE TABLE public.people (id int);\n",
            "20260101000002_t.sql": "ALTER TABLE shop.items ADD COLUMN name text NOT NULL;\nDROP TABLE public.people;\n",
        },
        "schema_dropped": {
            "20260101000001_s.sql": "CREATE SCHEMA shop;\nCREATE TABLE shop.items (id int PRIMARY KEY);\n",
            "20260101000002_d.sql": "DROP TABLE shop.items;\nDROP SCHEMA shop;\n",
        },
        "schema_moved": {
            "20260101000001_s.sql": "CREATE SCHEMA a;\nCREATE SCHEMA b;\nCREATE TABLE a.t (id int);\n",
            "20260101000002_m.sql": "ALTER TABLE a.t SET SCHEMA b;\n",
        },
        "unqualified_names": {
            "20260101000001_users.sql": _USERS,
            "20260101000002_b.sql": "CREATE TABLE b (x int);\n",
        },
    }
)
