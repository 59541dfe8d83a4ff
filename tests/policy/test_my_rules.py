"""The rules my-*: one finding for each cause, by what is known of a column, of the server, and of the statement's own clauses."""

from __future__ import annotations

import pytest

from schemawarden_policy.facts import Column, Facts, Index, Schema, Table
from schemawarden_policy.rule import Finding, Severity
from schemawarden_policy.statement import Dialect
from tests.policy.cases import report

MYSQL, MARIADB = Dialect.MYSQL, Dialect.MARIADB
BOTH = (MYSQL, MARIADB)
COLUMNS = (
    Column("id", "int(11)", null=False),
    Column("total", "int(11)"),
    Column("code", "varchar(40)"),
    Column("name", "varchar(40) CHARACTER SET utf8mb3"),
    Column("status", "enum('new','paid')"),
    Column("flags", "set('a','b')"),
    Column("twice", "int(11)", generated="VIRTUAL"),
    Column("thrice", "int(11)", generated="VIRTUAL"),
)
TABLE = Table("t", COLUMNS, primary_key=("id",), indexes=(Index("t_thrice", ("thrice",)),))
BEFORE = Schema((TABLE,))
QUIET = ("my-no-transactional-ddl", "my-autoinc-type")


def found(sql: str, dialect: Dialect, before: Schema | None = None, version: str = "") -> list[Finding]:
    facts = Facts(before=before, server_version=version)
    findings = report(sql, dialect=dialect, facts=facts).findings
    return [each for each in findings if each.rule.startswith("my-") and each.rule not in QUIET]


def ids(sql: str, dialect: Dialect, before: Schema | None = None, version: str = "") -> list[str]:
    return [each.rule for each in found(sql, dialect, before, version)]


@pytest.mark.parametrize("dialect", BOTH)
@pytest.mark.parametrize(
    ("column", "rules"),
    [
        ("total bigint", ["my-type-change-copy"]),
        ("total bigint not null", ["my-type-change-copy"]),
        ("total int not null", ["my-nullability"]),
        ("total int(5) default 3 comment 'x'", []),
        ("total int auto_increment", ["my-autoinc-column"]),
        ("id int", []),
        ("code varchar(40) character set latin1", ["my-charset-column"]),
        ("code text character set latin1", ["my-type-change-copy"]),
        ("code varchar(30)", ["my-type-change-copy"]),
        ("status enum('new','paid','sent')", []),
        ("status enum('new','paid','sent') not null", ["my-nullability"]),
        ("status enum('paid','new','sent')", ["my-enum-reorder"]),
        ("status enum('new','held','paid')", ["my-enum-insert"]),
        ("status set('new','paid')", ["my-type-change-copy"]),
        ("flags set('a','b','c')", []),
        ("flags set('b','a')", ["my-set-reorder"]),
        ("flags set('x','a','b')", ["my-set-insert"]),
        ("flags set('a','b','3','4','5','6','7','8','9')", ["my-set-grow"]),
        ("thrice int as (total * 4) virtual", ["my-generated-change"]),
    ],
)
def test_a_known_column_that_is_modified_has_one_finding(
    column: str, rules: list[str], dialect: Dialect
) -> None:
    assert ids(f"ALTER TABLE t MODIFY COLUMN {column};", dialect, BEFORE) == rules


@pytest.mark.parametrize("dialect", BOTH)
@pytest.mark.parametrize(
    ("column", "rule"),
    [
        ("total bigint not null", "my-type-change-copy"),
        ("status enum('new','paid')", "my-type-change-copy"),
        ("code varchar(40) character set utf8mb4 not null", "my-charset-column"),
        ("code varchar(40) collate utf8mb4_bin", "my-charset-column"),
        ("twice int as (total * 2) stored", "my-generated-change"),
    ],
)
def test_an_unknown_column_that_is_modified_has_one_finding_too(
    column: str, rule: str, dialect: Dialect
) -> None:
    assert ids(f"ALTER TABLE t MODIFY COLUMN {column};", dialect) == [rule]


def test_of_an_unknown_enum_it_is_said_that_appending_is_free() -> None:
    (finding,) = found("ALTER TABLE t MODIFY status ENUM('a','b');", MYSQL)
    assert "unless it only appends members" in finding.message


@pytest.mark.parametrize(
    ("sql", "on_mysql", "on_mariadb"),
    [
        ("MODIFY code varchar(63)", [], []),
        ("MODIFY code varchar(100)", ["my-type-change-copy"], ["my-type-change-copy"]),
        ("MODIFY name varchar(40) character set utf8mb4", ["my-charset-column"], []),
        (
            "MODIFY name varchar(70) character set utf8mb4",
            ["my-type-change-copy"],
            ["my-type-change-copy"],
        ),
        ("MODIFY twice int as (total * 4) virtual", ["my-generated-change"], []),
        ("ADD note int AFTER code", [], ["my-add-column-position"]),
        ("ADD note int REFERENCES p (id)", ["my-inline-references"], ["my-add-fk"]),
        ("ADD note int CHECK (note > 0)", ["my-add-check"], []),
        ("ADD note json DEFAULT (json_object())", ["my-expression-default"], []),
        ("ADD note int DEFAULT (total)", ["my-expression-default"], ["my-expression-default"]),
        ("ADD note datetime DEFAULT (now() + interval 1 day)", ["my-expression-default"], []),
        ("ADD note datetime DEFAULT current_timestamp ON UPDATE current_timestamp", [], []),
    ],
)
def test_mysql_and_mariadb_differ(sql: str, on_mysql: list[str], on_mariadb: list[str]) -> None:
    assert ids(f"ALTER TABLE t {sql};", MYSQL, BEFORE) == on_mysql
    assert ids(f"ALTER TABLE t {sql};", MARIADB, BEFORE) == on_mariadb


@pytest.mark.parametrize(
    ("sql", "dialect", "version", "rules"),
    [
        ("ADD note int FIRST", MYSQL, "8.0.28", ["my-add-column-position"]),
        ("ADD note int FIRST", MYSQL, "8.0.29", []),
        ("ADD note int FIRST", MARIADB, "10.3.39-MariaDB", ["my-add-column-position"]),
        ("ADD note int FIRST", MARIADB, "10.11.6-MariaDB", []),
        ("ADD note int REFERENCES p (id)", MYSQL, "8.4.3", ["my-inline-references"]),
        ("ADD note int REFERENCES p (id)", MYSQL, "9.1.0", ["my-add-fk"]),
        ("ADD note int REFERENCES p (id)", MARIADB, "10.4.1-MariaDB", ["my-inline-references"]),
    ],
)
def test_versions_differ(sql: str, dialect: Dialect, version: str, rules: list[str]) -> None:
    assert ids(f"ALTER TABLE t {sql};", dialect, version=version) == rules


def test_a_rand_default_on_mariadb_is_one_value_for_all_rows() -> None:
    (finding,) = found("ALTER TABLE t ADD note double DEFAULT rand();", MARIADB)
    assert (finding.rule, finding.severity) == ("my-expression-default", Severity.WARNING)


@pytest.mark.parametrize("dialect", BOTH)
@pytest.mark.parametrize(
    "alter",
    [
        "MODIFY total bigint",
        "MODIFY status enum('a')",
        "ADD FOREIGN KEY (total) REFERENCES p (id)",
        "ADD CHECK (total > 0)",
        "ADD PRIMARY KEY (total)",
        "DROP PRIMARY KEY, ADD PRIMARY KEY (total)",
        "ADD FULLTEXT (code)",
        "ADD SPATIAL INDEX (place)",
        "ADD COLUMN z int AUTO_INCREMENT UNIQUE",
        "ADD COLUMN z char(36) DEFAULT (uuid())",
        "CONVERT TO CHARACTER SET utf8mb4",
        "ENGINE=InnoDB",
        "MODIFY z int AS (total) STORED",
    ],
)
def test_the_server_that_is_to_refuse_needs_no_warning(alter: str, dialect: Dialect) -> None:
    assert ids(f"ALTER TABLE t {alter};", dialect)
    assert ids(f"ALTER TABLE t {alter}, ALGORITHM=INPLACE, LOCK=NONE;", dialect) == []


@pytest.mark.parametrize(
    "alter", ["ENGINE=MyISAM, ALGORITHM=INSTANT", "ALGORITHM=INSTANT PARTITION BY KEY (id)"]
)
def test_instant_is_no_promise_for_an_engine_or_partitioning(alter: str) -> None:
    assert len(ids(f"ALTER TABLE t {alter};", MARIADB)) == 1


@pytest.mark.parametrize("alter", ["ADD FULLTEXT (code)", "ADD z int AUTO_INCREMENT UNIQUE"])
def test_in_place_is_no_promise_for_those_who_write(alter: str) -> None:
    assert len(ids(f"ALTER TABLE t {alter}, ALGORITHM=INPLACE;", MYSQL)) == 1


@pytest.mark.parametrize("dialect", BOTH)
def test_a_table_of_the_change_set_is_nobodys_concern(dialect: Dialect) -> None:
    alters = (
        "MODIFY a bigint, ADD FULLTEXT (b), ADD CHECK (a > 0), ENGINE=InnoDB, ALGORITHM=COPY, LOCK=SHARED"
    )
    assert ids(f"CREATE TABLE n (a int, b text);\nALTER TABLE n {alters};", dialect) == []


@pytest.mark.parametrize("dialect", BOTH)
def test_what_the_change_set_made_of_a_column_is_known(dialect: Dialect) -> None:
    added = "ALTER TABLE t ADD COLUMN s ENUM('a');\n"
    assert ids(f"{added}ALTER TABLE t MODIFY s ENUM('a','b');", dialect) == []
    assert ids(f"{added}ALTER TABLE t CHANGE s s2 ENUM('b','a');", dialect) == ["my-enum-insert"]


@pytest.mark.parametrize("off", ["SET foreign_key_checks = 0", "SET SESSION FOREIGN_KEY_CHECKS=OFF"])
def test_a_foreign_key_is_added_in_place_while_the_checks_are_off(off: str) -> None:
    add = "ALTER TABLE t ADD FOREIGN KEY (total) REFERENCES p (id);"
    assert ids(f"{off};\n{add}", MYSQL) == []
    assert ids(f"{off};\nSET foreign_key_checks = 1;\n{add}", MYSQL) == ["my-add-fk"]


def test_a_large_table_is_told_once_and_not_for_what_is_instant() -> None:
    large = Schema((Table("t", COLUMNS, rows=50_000_000),))
    alter = "ALTER TABLE t ADD INDEX (code), ADD INDEX (name)"
    assert ids(f"{alter};", MYSQL, large) == ["my-large-table"]
    assert ids("ALTER TABLE t ADD COLUMN z int;", MYSQL, large) == []


def test_a_file_that_can_stop_in_the_middle_is_told_once() -> None:
    text = "CREATE TABLE a (i int);\nCREATE TABLE b (i int);\nINSERT INTO a VALUES (1);\n"
    told = [f for f in report(text, dialect=MYSQL).findings if f.rule == "my-no-transactional-ddl"]
    assert [(each.place.line, each.severity) for each in told] == [(2, Severity.NOTICE)]


def test_the_suggestion_is_the_users_own_statement_with_the_clauses() -> None:
    (finding,) = found("ALTER TABLE `t` MODIFY total BIGINT;", MYSQL, BEFORE)
    assert finding.suggestion.startswith("ALTER TABLE `t` MODIFY total BIGINT, ALGORITHM=INPLACE, LOCK=NONE;")


@pytest.mark.parametrize("dialect", BOTH)
def test_not_null_after_a_backfill_is_not_taken_for_another_type(dialect: Dialect) -> None:
    backfill = "UPDATE t SET total = 0 WHERE total IS NULL;\n"
    modify = "ALTER TABLE t MODIFY total int NOT NULL"
    assert ids(f"{backfill}{modify};", dialect) == ["my-nullability"]
    assert ids(f"{backfill}{modify}, ALGORITHM=INPLACE, LOCK=NONE;", dialect) == []
    assert ids(f"{modify};", dialect) == ["my-type-change-copy"]
