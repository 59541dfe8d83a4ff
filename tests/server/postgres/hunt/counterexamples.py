"""What the hunt has found: migrations that lost something on a populated database under a routine plan, without a word.

Each one must be told of now. They speak of the tables of `world`.
"""

from __future__ import annotations

_MAYBE = "BEGIN IF EXISTS (SELECT FROM users) THEN DELETE FROM archive.marks; END IF; RETURN 1; END"
_LOSING = f"CREATE FUNCTION n() RETURNS integer LANGUAGE plpgsql AS $$ {_MAYBE} $$;\n"
"""On an empty copy it does nothing."""
_OF_ROW = _LOSING.replace("n()", "n(marks)")
_TRIGGER = "CREATE TRIGGER n AFTER {} EXECUTE FUNCTION trap();\n"

TOLD: dict[str, str] = {
    "a_live_trigger_on_insert": "INSERT INTO wired VALUES (9, 'a', 'b');\n",
    "a_live_trigger_on_merge": "MERGE INTO wired w USING notes n ON w.id = n.id + 50 WHEN NOT MATCHED THEN INSERT VALUES (n.id, 'x', 'y');\n",
    "a_live_trigger_on_update": "UPDATE wired SET a = 'u' WHERE id = 1;\n",
    "a_live_trigger_in_a_with": "WITH i AS (INSERT INTO wired VALUES (9, 'a', 'b') RETURNING id) SELECT * FROM i;\n",
    "a_new_trigger_on_a_new_table": "CREATE TABLE t (a int);\n"
    + _TRIGGER.format("INSERT ON t")
    + "INSERT INTO t VALUES (1);\n",
    "a_new_trigger_on_truncate": "CREATE TABLE t (a int);\n"
    + _TRIGGER.format("TRUNCATE ON t")
    + "TRUNCATE t;\n",
    "a_new_trigger_on_update": _TRIGGER.format("UPDATE ON notes")
    + "UPDATE notes SET txt = 'u' WHERE id = 1;\n",
    "a_trigger_behind_a_trigger": "CREATE FUNCTION n() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO wired VALUES (NEW.id, 'x', 'y'); RETURN NEW; END $$;\n"
    "CREATE TRIGGER n AFTER UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION n();\nUPDATE notes SET txt = 'u' WHERE id = 1;\n",
    "a_replaced_trigger_function": "CREATE OR REPLACE FUNCTION logged() RETURNS trigger LANGUAGE plpgsql AS $$ "
    + _MAYBE.replace("RETURN 1", "RETURN NULL")
    + " $$;\nINSERT INTO posts (id, title) VALUES (80, 'x');\n",
    "a_default": _LOSING + "CREATE TABLE t (a int DEFAULT n());\nINSERT INTO t DEFAULT VALUES;\n",
    "a_check": _LOSING + "CREATE TABLE t (a int CHECK (n() > 0));\nINSERT INTO t VALUES (1);\n",
    "a_domain": _LOSING
    + "CREATE DOMAIN d AS int CHECK (n() > 0);\nCREATE TABLE t (a d);\nINSERT INTO t VALUES (1);\n",
    "a_validated_check": "ALTER TABLE notes ADD CONSTRAINT n CHECK (wipe() > 0) NOT VALID;\nALTER TABLE notes VALIDATE CONSTRAINT n;\n",
    "a_view": "CREATE VIEW n AS SELECT wipe() AS a;\nSELECT a FROM n;\n",
    "a_view_copied": "CREATE VIEW n AS SELECT wipe() AS a;\nCREATE TABLE t AS SELECT * FROM n;\n",
    "a_view_behind_a_view": "CREATE VIEW n AS SELECT wipe() AS a;\nCREATE VIEW m AS SELECT * FROM n;\nSELECT a FROM m;\n",
    "a_call_that_looks_like_a_column": _OF_ROW + "SELECT m.n FROM marks m;\n",
    "a_function_that_is_called_like_the_servers": _LOSING.replace("n()", "public.length(integer)")
    + "SELECT length(1);\n",
    "a_default_dropped": "ALTER TABLE users ALTER code DROP DEFAULT;\n",
    "a_default_replaced": "ALTER TABLE users ALTER code SET DEFAULT NULL;\n",
    "a_constraint_replaced": "ALTER TABLE posts DROP CONSTRAINT posts_titled, ADD CONSTRAINT posts_titled CHECK (true) NOT VALID;\n",
    "not_null_dropped": "ALTER TABLE users ALTER name DROP NOT NULL;\n",
    "an_index_dropped": "-- atlas:txmode none\n\nDROP INDEX CONCURRENTLY users_name;\n",
    "a_view_replaced": "CREATE OR REPLACE VIEW long_titles AS SELECT title FROM long_posts WHERE false;\n",
    "a_view_made_anew": "DROP VIEW long_titles;\nCREATE VIEW long_titles AS SELECT 'q' AS title;\n",
    "a_sequence_made_anew": "DROP SEQUENCE tickets;\nCREATE SEQUENCE tickets;\n",
    "a_column_behind_a_new_one": "ALTER TABLE wired RENAME a TO c;\nALTER TABLE wired ADD COLUMN a text;\n",
    "a_table_behind_an_empty_view": "ALTER TABLE marks RENAME TO n;\nCREATE VIEW marks AS SELECT * FROM n WHERE false;\n",
    "a_cascade_over_two_tables": "DELETE FROM users WHERE id = 1;\n",
    "a_key_that_others_follow": "UPDATE marks SET k = 'c' WHERE k = 'a';\n",
}
