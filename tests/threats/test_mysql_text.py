"""Section D on MySQL and MariaDB, as far as the text alone decides: no server of theirs is a target yet."""

from __future__ import annotations

import pytest

from schemawarden_policy.check import Report, check
from schemawarden_policy.facts import Facts
from schemawarden_policy.migration import Migration
from schemawarden_policy.reading import read_file
from schemawarden_policy.settings import Mode, Settings
from schemawarden_policy.statement import Dialect
from schemawarden_policy.verdict import Verdict

BOTH = pytest.mark.parametrize("dialect", [Dialect.MYSQL, Dialect.MARIADB])


def _report(text: str, dialect: Dialect) -> Report:
    file = read_file("20250101000000_x.sql", text, dialect)
    return check(Migration(dialect, (file,), Facts()), Settings(mode=Mode.WARNING_SENSITIVE))


def _rules(text: str, dialect: Dialect) -> set[str]:
    return {finding.rule for finding in _report(text, dialect).findings}


@BOTH
@pytest.mark.parametrize("comment", ["-- atlas:nolint", "# atlas:nolint destructive", "/* atlas:nolint */"])
def test_D01_D02_a_comment_that_asks_to_look_away_hides_nothing(comment: str, dialect: Dialect) -> None:
    assert "drop-table" in _rules(f"{comment}\nDROP TABLE users;", dialect)


@BOTH
@pytest.mark.parametrize("mark", ["-- atlas:delimiter //\n\n", "DELIMITER //\n"])
def test_D03_a_delimiter_joins_no_two_statements_unseen(mark: str, dialect: Dialect) -> None:
    assert _report(f"{mark}SELECT 1; DROP TABLE users//\n", dialect).verdict is not Verdict.ALLOW


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "PREPARE s FROM 'DROP TABLE users'; EXECUTE s;",
        "SET @s = CONCAT('DROP TA', 'BLE users'); PREPARE s FROM @s; EXECUTE s;",
        "CREATE PROCEDURE p() BEGIN DROP TABLE users; END; CALL p();",
        "BEGIN NOT ATOMIC DROP TABLE users; END;",
    ],
)
def test_D04_sql_that_is_built_or_called_is_not_understood(text: str, dialect: Dialect) -> None:
    assert "dynamic-or-opaque" in _rules(text, dialect)


@BOTH
@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("TRUNCATE users;", "truncate"),
        ("DELETE FROM users;", "dml-without-where"),
        ("DELETE users FROM users JOIN audit ON TRUE;", "dml-without-where"),
        ("UPDATE users SET email = '' LIMIT 1000000000;", "dml-without-where"),
        ("REPLACE INTO users (id) VALUES (1);", "replace-rows"),
        ("ALTER TABLE users DROP PARTITION p0;", "drop-partition"),
        ("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM users;", "destroying-code"),
    ],
)
def test_D05_lost_rows_are_a_finding(text: str, rule: str, dialect: Dialect) -> None:
    assert rule in _rules(text, dialect)


@BOTH
@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("GRANT ALL ON *.* TO 'bob'@'%';", "grant-widening"),
        ("GRANT PROXY ON 'root'@'localhost' TO 'bob'@'%';", "superuser-role"),
        ("GRANT SELECT ON mysql.user TO 'bob'@'%';", "privilege-change"),
        ("DROP VIEW v;", "drop-behaviour-object"),
        ("SET ROLE admin;", "role-change"),
        ("SET PASSWORD FOR root = 'x';", "cluster-statement"),
        ("SET sql_log_bin = 0;", "forbidden-setting"),
    ],
)
def test_D06_rights_and_behaviour_do_not_change_silently(text: str, rule: str, dialect: Dialect) -> None:
    assert rule in _rules(text, dialect)


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "ALTER TABLE users ADD COLUMN a INT /*!, DROP COLUMN id */;",
        "/*!50000 DROP TABLE users */;",
        "/*!100100 DROP TABLE users */;",
        "/*M! DROP TABLE users */;",
        "/*M!100000 DROP TABLE users */;",
        "SELECT /*+ SET_VAR(foreign_key_checks = OFF) */ 1;",
        "CREATE PROCEDURE p() BEGIN /*! DELETE FROM users; */ END;",
        "DROP /*! TABLE */ users;",
    ],
)
def test_D11_a_comment_that_the_server_runs_is_denied(text: str, dialect: Dialect) -> None:
    report = _report(text, dialect)
    assert "executable-comment" in {finding.rule for finding in report.findings}
    assert report.verdict is Verdict.DENY


@BOTH
@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\u200b", "\u00a0", "\x1b", "\r", "\x00", "\ufeff"])
def test_D12_D13_a_character_that_hides_or_controls_is_denied(letter: str, dialect: Dialect) -> None:
    assert _report(f"SELECT 1;{letter} DROP TABLE users;", dialect).verdict is Verdict.DENY


@BOTH
def test_D12_a_name_that_looks_like_another_is_none_that_was_made(dialect: Dialect) -> None:
    rules = _rules("CREATE TABLE us\u0435rs (id INT);\nDROP TABLE users;", dialect)
    assert {"drop-table", "non-ascii-identifier"} <= rules


@BOTH
@pytest.mark.parametrize(
    "text", ["\\! id", "source /tmp/x.sql", "SELECT 1;\n\\. /tmp/x.sql", "DROP TABLE users\\G"]
)
def test_D19_a_command_of_the_client_is_no_sql(text: str, dialect: Dialect) -> None:
    assert _report(text, dialect).verdict is not Verdict.ALLOW


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "SET sql_mode = 'NO_BACKSLASH_ESCAPES';\nSELECT 'a\\'; DROP TABLE users; -- ';",
        "SET sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES');\nDELETE FROM \"users\";",
        "SET NAMES gbk;",
        "SELECT 1; /* DROP TABLE users;",
        "CREATE PROCEDURE p() BEGIN DROP TABLE users;",
    ],
)
def test_D20_a_text_that_two_readers_may_cut_otherwise_is_denied(text: str, dialect: Dialect) -> None:
    assert "split-mismatch" in _rules(text, dialect)
