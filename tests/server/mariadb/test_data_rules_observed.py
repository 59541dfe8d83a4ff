"""What each data rule says of a statement, beside what MariaDB does with it when there are rows."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from schemawarden_policy.check import check
from schemawarden_policy.facts import Facts
from schemawarden_policy.migration import Migration
from schemawarden_policy.reading import read_file
from schemawarden_policy.rule import Severity
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect
from tests.mariadb import RefusedError, Server

SETUP = """
CREATE TABLE plans (id int PRIMARY KEY);
CREATE TABLE users (id int PRIMARY KEY AUTO_INCREMENT, plan int, email varchar(20), KEY by_plan (plan));
INSERT INTO users (plan, email) VALUES (1, 'a'), (1, NULL);
"""


@dataclass(frozen=True)
class Observed:
    rule: str
    text: str
    answer: str = ""
    """The number of MariaDB's error; empty when it runs through."""
    fires: bool = True
    """The rule tells it, at warning or above."""
    query: str = ""
    """Asked afterwards."""
    prints: str = ""


def add(action: str) -> str:
    return f"ALTER TABLE users {action};"


ZERO = "add-required-column-implicit-zero"
OBSERVED = (
    *(
        Observed(
            ZERO, add(f"ADD COLUMN a {kind} NOT NULL"), query="SELECT a FROM users LIMIT 1", prints=value
        )
        for kind, value in (
            ("int", "0"),
            ("varchar(10)", ""),
            ("date", "0000-00-00"),
            ("datetime", "0000-00-00 00:00:00"),
            ("time", "00:00:00"),
            ("enum('s', 'm')", "s"),
            ("json", ""),
        )
    ),
    Observed(ZERO, add("ADD COLUMN a point NOT NULL")),
    Observed(ZERO, add("ADD COLUMN a int NOT NULL DEFAULT 7"), fires=False),
    Observed(
        ZERO,
        add("ADD COLUMN a int NOT NULL") + "\nUPDATE users SET a = id WHERE id > 0;",
        fires=False,
    ),
    Observed("add-unique-existing", "CREATE UNIQUE INDEX i ON users (plan);", "1062"),
    Observed("add-unique-existing", add("ADD UNIQUE (plan)"), "1062"),
    Observed("add-unique-existing", add("ADD COLUMN a int NOT NULL UNIQUE"), "1062"),
    Observed("add-unique-existing", add("ADD COLUMN a int UNIQUE"), fires=False),
    Observed(
        "index-to-unique",
        "DROP INDEX by_plan ON users;\nCREATE UNIQUE INDEX by_plan ON users (plan);",
        "1062",
        query="SELECT count(*) FROM information_schema.statistics WHERE index_name = 'by_plan' AND table_schema = database()",
        prints="0",
    ),
    Observed(
        "index-to-unique",
        add("DROP INDEX by_plan, ADD UNIQUE INDEX by_plan (plan)"),
        "1062",
        query="SELECT count(*) FROM information_schema.statistics WHERE index_name = 'by_plan' AND table_schema = database()",
        prints="1",
    ),
    Observed("set-not-null-data", add("MODIFY email varchar(20) NOT NULL"), "1265"),
    Observed("set-not-null-data", add("MODIFY email varchar(20) NOT NULL DEFAULT 'x'"), "1265"),
    Observed("set-not-null-data", add("CHANGE email mail varchar(20) NOT NULL"), "1265"),
    Observed(
        "set-not-null-data", add("MODIFY email varchar(20) NOT NULL, ALGORITHM=INSTANT"), "1845", fires=False
    ),
    Observed(
        "set-not-null-data", add("MODIFY email varchar(20) NOT NULL, ALGORITHM=NOCOPY"), "1845", fires=False
    ),
    Observed(
        "set-not-null-data",
        "UPDATE users SET email = '' WHERE email IS NULL;\n" + add("MODIFY email varchar(20) NOT NULL"),
        fires=False,
    ),
    Observed(
        "set-not-null-nonstrict",
        "SET sql_mode = '';\n" + add("MODIFY email varchar(20) NOT NULL"),
        query="SELECT count(*) FROM users WHERE email = ''",
        prints="1",
    ),
    Observed(
        "set-not-null-nonstrict",
        "SET sql_mode = REPLACE(@@sql_mode, 'STRICT_TRANS_TABLES', '');\n"
        + add("MODIFY email varchar(20) NOT NULL"),
        query="SELECT count(*) FROM users WHERE email = ''",
        prints="1",
    ),
    Observed(
        "set-not-null-nonstrict",
        "SET sql_mode = 'STRICT_ALL_TABLES';\n" + add("MODIFY email varchar(20) NOT NULL"),
        "1265",
        fires=False,
    ),
    Observed("add-fk-data", add("ADD FOREIGN KEY (plan) REFERENCES plans (id)"), "1452"),
    Observed("add-fk-data", add("ADD COLUMN a int REFERENCES plans (id)"), fires=False),
    Observed("add-fk-data", add("ADD COLUMN a int DEFAULT 3 REFERENCES plans (id)"), "1452"),
    Observed(
        "add-fk-data",
        "SET foreign_key_checks = 0;\n" + add("ADD FOREIGN KEY (plan) REFERENCES plans (id)"),
        fires=False,
        query="SELECT count(*) FROM users WHERE plan IS NOT NULL AND plan NOT IN (SELECT id FROM plans)",
        prints="2",
    ),
    Observed("add-check-data", add("ADD CONSTRAINT c CHECK (plan > 1)"), "4025"),
    Observed("add-check-data", add("ADD COLUMN a int DEFAULT 0 CHECK (a > 0)"), fires=False),
    Observed("duplicate-column", "CREATE TABLE t (a int, A int);", "1060"),
    Observed("duplicate-column", "CREATE INDEX i ON users (plan, plan);", "1060"),
    Observed("duplicate-column", "INSERT INTO users (plan, plan) VALUES (1, 2);", "1110"),
    Observed(
        "duplicate-column",
        "UPDATE users SET plan = 5, plan = 6 WHERE id = 1;",
        query="SELECT plan FROM users WHERE id = 1",
        prints="6",
    ),
)


def label(row: Observed) -> str:
    return f"{row.rule}: {row.text[:60]}"


@pytest.mark.needs_apt("mariadb-server")
@pytest.mark.parametrize("row", OBSERVED, ids=label)
def test_the_server_does_it(mariadb: Server, row: Observed) -> None:
    database = mariadb.new_database()
    database.run(SETUP)
    if row.answer:
        with pytest.raises(RefusedError, match=f"ERROR {row.answer} "):
            database.run(row.text)
    else:
        database.run(row.text)
    if row.query:
        lines = database.run(row.query).splitlines()
        header = next(number for number, line in enumerate(lines) if line in ("a", "plan", "count(*)"))
        assert lines[header + 1] == row.prints


@pytest.mark.parametrize("row", OBSERVED, ids=label)
def test_the_rule_tells_it(row: Observed) -> None:
    file = read_file("1_x.sql", row.text, Dialect.MARIADB)
    found = check(Migration(Dialect.MARIADB, (file,), Facts(server_version="10.11.6")), Settings()).findings
    told = {finding.rule for finding in found if finding.severity >= Severity.WARNING}
    assert (row.rule in told) == row.fires
