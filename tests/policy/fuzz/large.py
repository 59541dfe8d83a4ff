"""Texts that are long, wide or deep: megabytes of literal, thousands of parentheses, columns, operands and statements."""

from __future__ import annotations

LARGE: dict[str, str] = {
    "literal_1mb": "INSERT INTO a VALUES ('" + "x" * 1_000_000 + "');",
    "literal_1mb_quotes": "INSERT INTO a VALUES ('" + "''" * 500_000 + "');",
    "literal_1mb_backslash": "INSERT INTO a VALUES ('" + "\\\\" * 500_000 + "');",
    "comment_1mb": "/*" + "x*" * 500_000 + "*/ SELECT 1;",
    "comments_many": "/* */" * 50_000 + " SELECT 1;",
    "dashes": "-- x\n" * 50_000 + "SELECT 1;",
    "parens": "SELECT " + "(" * 10_000 + "1" + ")" * 10_000 + ";",
    "parens_open": "SELECT " + "(" * 30_000,
    "parens_close": "SELECT 1" + ")" * 30_000,
    "columns": "CREATE TABLE a (" + ", ".join(f"c{n} INT DEFAULT {n}" for n in range(5000)) + ");",
    "columns_alter": "ALTER TABLE a " + ", ".join(f"ADD COLUMN c{n} INT" for n in range(500)) + ";",
    "and": "DELETE FROM a WHERE " + " AND ".join(f"c = {n}" for n in range(2000)) + ";",
    "or": "DELETE FROM a WHERE " + " OR ".join(f"c = {n}" for n in range(2000)) + ";",
    "or_same": "DELETE FROM a WHERE " + " OR ".join(["c = 1"] * 1000) + ";",
    "or_negated": "DELETE FROM a WHERE " + " OR ".join([f"NOT c = {n}" for n in range(400)]) + ";",
    "in": "DELETE FROM a WHERE c IN (" + ", ".join(map(str, range(10_000))) + ");",
    "values": "INSERT INTO a VALUES " + ", ".join(f"({n}, 'x')" for n in range(4_000)) + ";",
    "case_nest": "SELECT " + "CASE WHEN 1 THEN " * 500 + "1" + " END" * 500 + ";",
    "not_nest": "DELETE FROM a WHERE " + "NOT " * 5000 + "1;",
    "minus_nest": "SELECT " + "- " * 5000 + "1;",
    "select_nest": "SELECT * FROM " + "(SELECT * FROM " * 300 + "a" + ") x" * 300 + ";",
    "union": " UNION ALL ".join(["SELECT 1"] * 2000) + ";",
    "join": "SELECT * FROM a " + " ".join(f"JOIN b{n} ON b{n}.id = a.id" for n in range(500)) + ";",
    "cte": "WITH " + ", ".join(f"c{n} AS (SELECT 1)" for n in range(500)) + " SELECT 1;",
    "statements": "".join(f"CREATE TABLE t{n} (id INT);\n" for n in range(700)),
    "drops": "".join(f"DROP TABLE t{n};\n" for n in range(700)),
    "alters": "".join(f"ALTER TABLE t ADD COLUMN c{n} INT;\n" for n in range(700)),
    "born_drop": "".join(f"CREATE TABLE t{n} (id INT);\nDROP TABLE t{n};\n" for n in range(400)),
    "renames": "".join(f"ALTER TABLE t{n} RENAME TO t{n + 1};\n" for n in range(500)),
    "indexes": "CREATE TABLE t (id INT);\n" + "".join(f"CREATE INDEX i{n} ON t (id);\n" for n in range(500)),
    "inserts": "".join(f"INSERT INTO t VALUES ({n});\n" for n in range(1500)),
    "updates": "".join(f"UPDATE t SET a = 1 WHERE id = {n};\n" for n in range(500)),
    "fks": "".join(
        f"ALTER TABLE t{n} ADD CONSTRAINT f{n} FOREIGN KEY (a) REFERENCES t (id);\n" for n in range(150)
    ),
    "semicolons": ";" * 100_000,
    "quotes_open": "SELECT " + "'" * 99_999,
    "dollar_open": "SELECT " + "$a$" * 33_333,
    "name": "DROP TABLE " + "a" * 100_000 + ";",
    "dots": "DROP TABLE " + ".".join(["a"] * 5_000) + ";",
    "functions": "".join(
        f"CREATE FUNCTION f{n}() RETURNS int LANGUAGE sql AS 'DELETE FROM users; SELECT 1';\n"
        for n in range(150)
    ),
    "triggers": "".join(
        f"CREATE TRIGGER f{n} AFTER INSERT ON t BEGIN DELETE FROM users; END;\n" for n in range(150)
    ),
    "mytriggers": "".join(
        f"CREATE TRIGGER f{n} AFTER INSERT ON t FOR EACH ROW DELETE FROM users;\n" for n in range(150)
    ),
    "do_nested": "DO $$ " + "BEGIN " * 900 + "DELETE FROM users; " + "END; " * 900 + " $$;",
    "waivers": '-- schemawarden:allow drop-table reason="x"\n' * 500 + "DROP TABLE a;",
    "nolint": "".join("-- atlas:nolint DS102\nDROP TABLE a;\n" for n in range(150)),
    "unicode_1mb": "SELECT '" + "\u0416" * 500_000 + "';",
    "astral": "SELECT '" + "\U0001f600" * 200_000 + "';",
    "spaces": "SELECT" + " " * 1_000_000 + "1;",
    "newlines": "SELECT" + "\n" * 1_000_000 + "1;",
    "like_bomb": "DELETE FROM a WHERE c LIKE '" + "%a" * 50_000 + "';",
    "begin_atomic": "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC "
    + "SELECT CASE WHEN true THEN 1 END; " * 3000
    + "END;",
    "rebuilds": "".join(
        f"CREATE TABLE n{n} (id INTEGER PRIMARY KEY);\nINSERT INTO n{n} SELECT id FROM t{n};\nDROP TABLE t{n};\nALTER TABLE n{n} RENAME TO t{n};\n"
        for n in range(150)
    ),
    "files": "-- next file\n".join(f"CREATE TABLE t{n} (id INT);\n" for n in range(150)),
    "brackets": "SELECT " + "[" * 50_000 + "]" * 50_000,
    "body_ifs": "CREATE PROCEDURE p() BEGIN "
    + "IF 1 THEN " * 200
    + "DELETE FROM users; "
    + "END IF; " * 200
    + "END;",
    "body_many": "CREATE PROCEDURE p() BEGIN " + "INSERT INTO a VALUES (1); " * 1000 + "END;",
    "delimiters": "".join("DELIMITER //\nSELECT 1//\nDELIMITER ;\n" for n in range(400)),
    "execs": "/*! SELECT 1 */;\n" * 3000,
}
