"""What the hunt has found: migrations that lost data under a routine plan without an error. Each one must be told of now.

They speak of the tables of `world`. Those that need no known schema stand in tests/policy/evasions as well.
"""

from __future__ import annotations

_OFF = "PRAGMA foreign_keys = off;\n"
_NEW = "CREATE TABLE n (k TEXT PRIMARY KEY, v TEXT);\n"
_COPY = "INSERT INTO n (k, v) SELECT k, v FROM marks;\n"
_SWITCH = "DROP TABLE marks;\nALTER TABLE n RENAME TO marks;\n"
_NONE = "-- atlas:txmode none\n\n"


def _filled(source: str) -> str:
    """A rebuild of marks whose copy is not the plain one."""
    return f"{_OFF}{_NEW}INSERT INTO n (k, v) {source};\n{_SWITCH}"


TOLD: dict[str, tuple[str, ...]] = {
    "into_a_temporary_table": (_OFF + _NEW.replace("TABLE", "TEMP TABLE") + _COPY + _SWITCH,),
    "into_a_table_in_temp": (_OFF + _NEW.replace("TABLE n", "TABLE temp.n") + _COPY + _SWITCH,),
    "into_the_temporary_one_of_two": (
        _OFF
        + _NEW
        + _NEW.replace("TABLE", "TEMP TABLE")
        + _COPY
        + _SWITCH.replace("TABLE n", "TABLE main.n"),
    ),
    "from_a_temporary_table_of_the_name": (
        _OFF
        + "CREATE TEMP TABLE marks (k, v);\n"
        + _NEW
        + _COPY
        + _SWITCH.replace("TABLE marks", "TABLE main.marks"),
    ),
    "from_one_made_by_an_earlier_file": (
        "CREATE TEMP TABLE marks (k, v);\n",
        _OFF + _NEW + _COPY + _SWITCH.replace("TABLE marks", "TABLE main.marks"),
    ),
    "from_another_aside": (
        _OFF + "CREATE TABLE aside (k, v);\n",
        _OFF
        + "CREATE TEMP TABLE aside (k, v);\nINSERT INTO aside (k, v) SELECT k, v FROM marks;\nDROP TABLE marks;\n"
        + "CREATE TABLE marks (k TEXT PRIMARY KEY, v TEXT);\n"
        + "INSERT INTO marks (k, v) SELECT k, v FROM main.aside;\nDROP TABLE aside;\n",
    ),
    "limit_within": (_filled("SELECT k, v FROM (SELECT k, v FROM marks LIMIT 1)"),),
    "where_within": (_filled("SELECT k, v FROM (SELECT k, v FROM marks WHERE k = 'a')"),),
    "string_for_a_column": (_filled('SELECT k, "v" FROM (SELECT k FROM marks)'),),
    "where_false": (_filled("SELECT k, v FROM marks WHERE 1 > 2"),),
    "where_not_null": (_filled("SELECT k, v FROM marks WHERE v = v"),),
    "where_like_all": (_filled("SELECT k, v FROM marks WHERE v LIKE '%'"),),
    "join_in_parentheses": (_filled("SELECT k, v FROM (marks CROSS JOIN (SELECT 1 WHERE 0))"),),
    "cte_behind_insert": (_filled("WITH marks AS (SELECT 'q' AS k, 'w' AS v) SELECT k, v FROM marks"),),
    "cte_within": (
        _filled("SELECT k, v FROM (WITH marks AS (SELECT 'q' AS k, 'w' AS v) SELECT k, v FROM marks)"),
    ),
    "columns_mixed": (_filled("SELECT ifnull(v, k), k FROM marks"),),
    "part_of_a_value": (_filled("SELECT k, substr(v, 1, 0) FROM marks"),),
    "nullif": (_filled("SELECT k, nullif(v, v) FROM marks"),),
    "cast": (_filled("SELECT k, CAST(v AS INTEGER) FROM marks"),),
    "columns_swapped": (
        "CREATE TABLE n (id INTEGER PRIMARY KEY, msg TEXT, other TEXT);\n"
        "INSERT INTO n (id, other) SELECT id, msg FROM log;\nDROP TRIGGER posts_logged;\nDROP TABLE log;\nALTER TABLE n RENAME TO log;\n",
    ),
    "star_into_a_list": (
        _OFF
        + "CREATE TABLE n (id INTEGER PRIMARY KEY, v TEXT, k TEXT);\nINSERT INTO n (v, k) SELECT * FROM marks;\n"
        + _SWITCH,
    ),
    "swapped_after_the_copy": (
        _OFF
        + _NEW
        + _COPY
        + "ALTER TABLE n RENAME k TO x;\nALTER TABLE n RENAME v TO k;\nALTER TABLE n RENAME x TO v;\n"
        + _SWITCH,
    ),
    "into_another_column": (
        _OFF + _NEW.replace("TEXT)", "TEXT, w TEXT)") + _COPY.replace("(k, v)", "(k, w)") + _SWITCH,
    ),
    "definition_ignores": (
        _OFF + _NEW.replace("v TEXT", "v TEXT NOT NULL ON CONFLICT IGNORE") + _COPY + _SWITCH,
    ),
    "definition_replaces": (
        _OFF
        + _NEW.replace("v TEXT", "v TEXT, w TEXT DEFAULT 'q' UNIQUE ON CONFLICT REPLACE")
        + _COPY
        + _SWITCH,
    ),
    "trigger_under_another_name": (
        _OFF
        + _NEW
        + "DROP TABLE n;\nCREATE TABLE a (k TEXT, v TEXT);\n"
        + "CREATE TRIGGER g BEFORE INSERT ON a BEGIN SELECT RAISE(IGNORE); END;\nALTER TABLE a RENAME TO n;\n"
        + _COPY
        + _SWITCH,
    ),
    "old_name_of_a_new_column": (
        _OFF
        + "ALTER TABLE marks RENAME COLUMN v TO v2;\nALTER TABLE marks ADD COLUMN v TEXT;\n"
        + _NEW
        + _COPY
        + _SWITCH,
    ),
    "born_by_a_temporary_rename": (
        "CREATE TABLE a (x);\nCREATE TEMP TABLE IF NOT EXISTS a (x);\nALTER TABLE a RENAME TO marks;\nDROP TABLE main.marks;\n",
    ),
    "renamed_over_a_born_name": (
        "CREATE TABLE a (x);\nCREATE TEMP TABLE IF NOT EXISTS a (x);\nALTER TABLE a RENAME TO c;\nALTER TABLE marks RENAME TO c;\n"
        "CREATE VIEW marks AS SELECT 1 AS x;\nDROP TABLE main.c;\n",
    ),
    "drop_under_a_virtual_columns_name": (
        "ALTER TABLE places DROP COLUMN up;\nALTER TABLE places RENAME COLUMN c TO up;\nALTER TABLE places ADD COLUMN c TEXT;\n"
        "ALTER TABLE places DROP COLUMN up;\n",
    ),
    "trigger_replaces_in_its_own_table": (
        "CREATE TRIGGER g AFTER INSERT ON marks BEGIN REPLACE INTO marks (k, v) VALUES ('a', 'gone'); END;\n"
        "INSERT INTO marks (k, v) VALUES ('new', 'n');\n",
    ),
    "trigger_updates_its_own_table": (
        "CREATE TRIGGER g AFTER UPDATE ON marks BEGIN UPDATE marks SET v = ''; END;\nUPDATE marks SET v = '1' WHERE k = 'a';\n",
    ),
    "upsert_of_every_row": (
        "INSERT INTO marks (k, v) SELECT k, '' FROM marks WHERE true ON CONFLICT (k) DO UPDATE SET v = '';\n",
    ),
    "update_from_a_constant": ("UPDATE marks SET v = '' FROM (SELECT 1 AS one) AS o WHERE o.one = 1;\n",),
    "keys_on_by_explain": (
        _NONE
        + _OFF
        + "EXPLAIN PRAGMA foreign_keys = on;\nDROP VIEW long_posts;\nCREATE TABLE n (id INTEGER PRIMARY KEY, name TEXT, code TEXT, email TEXT, score REAL, data BLOB);\n"
        + "INSERT INTO n (id, name, code, email, score, data) SELECT id, name, code, email, score, data FROM users;\n"
        + "DROP TABLE users;\nALTER TABLE n RENAME TO users;\nCREATE INDEX users_name ON users (name);\nCREATE INDEX users_email ON users (email);\n",
    ),
    "temporary_aside_without_transaction": (
        _NONE
        + _OFF
        + "CREATE TEMP TABLE aside (k TEXT, v TEXT);\nINSERT INTO aside (k, v) SELECT k, v FROM marks;\nDROP TABLE marks;\n"
        + "CREATE TABLE marks (k TEXT PRIMARY KEY, v TEXT CHECK (v <> '0'));\nINSERT INTO marks (k, v) SELECT k, v FROM aside;\nDROP TABLE aside;\n",
    ),
    "type_narrowed": (
        _OFF
        + "CREATE TABLE n (id INTEGER PRIMARY KEY, name TEXT, code INTEGER, email TEXT, score REAL, data BLOB);\n"
        + "INSERT INTO n (id, name, code, email, score, data) SELECT id, name, code, email, score, data FROM users;\n"
        + "DROP TABLE users;\nALTER TABLE n RENAME TO users;\nCREATE INDEX users_name ON users (name);\nCREATE UNIQUE INDEX users_email ON users (email);\n",
    ),
    "live_table_replaces": ("INSERT INTO slots (k, v) VALUES ('a', 'other');\n",),
}
"""Name -> the pending files."""
