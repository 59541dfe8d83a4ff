"""Lock rules of PostgreSQL over several files: what an earlier one proves, makes or holds."""

from __future__ import annotations

import pytest

from schemawarden_policy.check import check
from schemawarden_policy.facts import Column, Facts, Schema, StatementRun, Table
from schemawarden_policy.migration import Migration
from schemawarden_policy.reading import read_file
from schemawarden_policy.rule import Severity
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect

ADD = "ALTER TABLE users ADD CONSTRAINT c CHECK (email IS NOT NULL) NOT VALID;"
VALIDATE = "ALTER TABLE users VALIDATE CONSTRAINT c;"
SET = "ALTER TABLE users ALTER COLUMN email SET NOT NULL;"
DROP = "ALTER TABLE users DROP CONSTRAINT c;"


def warned(*texts: str, facts: Facts | None = None) -> list[str]:
    """The rules that speak of the files, at warning or above."""
    files = tuple(read_file(f"{n}_x.sql", text, Dialect.POSTGRESQL) for n, text in enumerate(texts, 1))
    found = check(Migration(Dialect.POSTGRESQL, files, facts or Facts()), Settings()).findings
    return [finding.rule for finding in found if finding.severity >= Severity.WARNING]


def scans(*texts: str, facts: Facts | None = None) -> bool:
    return "set-not-null-scan" in warned(*texts, facts=facts)


@pytest.mark.parametrize(
    "files",
    [
        (ADD, VALIDATE, SET, DROP),
        (ADD, VALIDATE + SET + DROP),
        (ADD.replace("email IS NOT NULL", "age > 17 AND (email IS NOT NULL)"), VALIDATE, SET),
        (ADD.replace("email IS NOT NULL", "NOT (email IS NULL)"), VALIDATE, SET),
        (ADD.replace("CONSTRAINT c ", ""), VALIDATE.replace(" c;", " users_email_check;"), SET),
        (ADD.replace("CHECK (email IS NOT NULL)", "NOT NULL email"), VALIDATE, SET),
    ],
)
def test_validated_check_spares_the_scan(files: tuple[str, ...]) -> None:
    assert not scans(*files)


@pytest.mark.parametrize(
    "files",
    [
        (ADD, SET, VALIDATE),
        (ADD, VALIDATE, SET.replace(";", ", DROP CONSTRAINT c;")),
        (ADD, VALIDATE, DROP, SET),
        (ADD.replace("email", "phone"), VALIDATE, SET),
        (ADD.replace("email IS NOT NULL", "email IS NOT NULL OR age > 17"), VALIDATE, SET),
        (ADD.replace("email IS NOT NULL", "email <> ''"), VALIDATE, SET),
        (ADD, VALIDATE, "ALTER TABLE users RENAME COLUMN email TO mail;", SET),
        (ADD, VALIDATE, "ALTER TABLE users RENAME TO people; ALTER TABLE old RENAME TO users;", SET),
        (VALIDATE, SET),
    ],
)
def test_what_proves_nothing_does_not_spare_the_scan(files: tuple[str, ...]) -> None:
    assert scans(*files)


def test_check_spares_no_scan_before_postgresql_12() -> None:
    assert scans(ADD, VALIDATE, SET, facts=Facts(server_version="11.22"))
    assert not scans(ADD, VALIDATE, SET, facts=Facts(server_version="12.1"))


def test_check_of_an_earlier_change_set_is_believed_by_its_name() -> None:
    validate = VALIDATE.replace(" c;", " users_email_there;")
    assert not scans(validate, SET)
    assert scans(validate, SET, facts=Facts(server_version="11.22"))
    assert scans(validate, SET, facts=Facts(runs=(StatementRun("2_x.sql", 0),)))
    assert scans(validate.replace("email", "mail"), SET)


def test_column_that_is_freed_first_is_scanned() -> None:
    facts = Facts(before=Schema((Table("users", (Column("email", "text", null=False),)),)))
    assert not scans(SET, facts=facts)
    assert scans("ALTER TABLE users ALTER COLUMN email DROP NOT NULL;", SET, facts=facts)


def test_constraint_is_validated_in_another_transaction_or_told() -> None:
    add, validate = ADD.replace("email", "age"), VALIDATE
    assert "validate-same-transaction" in warned(add + validate)
    assert "validate-same-transaction" in warned(add.replace(";", ", VALIDATE CONSTRAINT c;"))
    assert "validate-same-transaction" not in warned(add, validate)
    new = "CREATE TABLE users (age int);"
    assert "validate-same-transaction" not in warned(new + add + validate)


def test_primary_key_changes_in_one_transaction_or_is_told() -> None:
    drop = "ALTER TABLE users DROP CONSTRAINT users_pkey;"
    add = "ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_id_idx;"
    assert "redefine-primary-key" not in warned(drop + add)
    assert "redefine-primary-key" in warned(drop, add)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("ALTER TABLE users ADD COLUMN a varchar(5);", "ALTER TABLE users ALTER COLUMN a TYPE text;", False),
        ("ALTER TABLE users ADD COLUMN a int;", "ALTER TABLE users ALTER COLUMN a TYPE bigint;", True),
        (
            "ALTER TABLE users RENAME COLUMN name TO title;",
            "ALTER TABLE users ALTER COLUMN title TYPE text;",
            False,
        ),
        (
            "ALTER TABLE users RENAME COLUMN name TO x; ALTER TABLE users RENAME COLUMN age TO name;",
            "ALTER TABLE users ALTER COLUMN name TYPE text;",
            True,
        ),
        (
            "ALTER TABLE users RENAME TO x; ALTER TABLE y RENAME TO users;",
            "ALTER TABLE users ALTER COLUMN name TYPE text;",
            True,
        ),
        (
            "ALTER TABLE users DROP COLUMN name;",
            "ALTER TABLE users ADD COLUMN IF NOT EXISTS name int; ALTER TABLE users ALTER COLUMN name TYPE text;",
            True,
        ),
    ],
)
def test_type_before_is_the_one_that_the_change_set_left(first: str, second: str, told: bool) -> None:
    columns = (Column("name", "character varying(20)"), Column("age", "integer"))
    facts = Facts(before=Schema((Table("users", columns),)))
    assert ("type-change-rewrite" in warned(first, second, facts=facts)) is told


@pytest.mark.parametrize(("rewrites", "told"), [((), False), (("public.users",), True)])
@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("type-change-rewrite", "ALTER TABLE users ALTER COLUMN age TYPE app.years;"),
        ("column-default-rewrite", "ALTER TABLE users ADD COLUMN tenant text DEFAULT app.tenant();"),
        ("stored-generated-column", "ALTER TABLE users ALTER COLUMN a SET EXPRESSION AS (b);"),
        ("serial-or-identity-column", "ALTER TABLE users ADD COLUMN n serial;"),
    ],
)
def test_rehearsal_that_saw_no_rewrite_is_believed(
    rule: str, text: str, rewrites: tuple[str, ...], told: bool
) -> None:
    facts = Facts(runs=(StatementRun("1_x.sql", 0, rewrites=rewrites),))
    assert (rule in warned(text, facts=facts)) is told


def test_partitioned_table_is_known_by_the_change_set_too() -> None:
    attach = "ALTER TABLE events ATTACH PARTITION events_2026 DEFAULT;"
    index = "CREATE INDEX events_at ON events (at);"
    assert "index-on-partitioned" in warned(attach, index)
    assert "create-index-not-concurrent" not in warned(attach, index)
    concurrently = index.replace("INDEX", "INDEX CONCURRENTLY")
    made = "CREATE TABLE events (at date) PARTITION BY RANGE (at);"
    assert "index-on-partitioned" in warned(made, "-- atlas:txmode none\n\n" + concurrently)
    assert warned(made + index) == []
