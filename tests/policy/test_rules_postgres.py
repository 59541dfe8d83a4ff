"""PostgreSQL's own facts in the rules: names with schemas, what hides a table, settings, what a file may switch off."""

from __future__ import annotations

import pytest

from schemawarden_policy.check import check
from schemawarden_policy.facts import AnalyzerFinding, Column, Facts, Schema, StatementRun, Table
from schemawarden_policy.migration import Migration
from schemawarden_policy.reading import read_file
from schemawarden_policy.rule import Severity
from schemawarden_policy.settings import Mode, Settings
from schemawarden_policy.statement import Dialect
from schemawarden_policy.verdict import Verdict
from tests.policy.cases import HERE, report

EVASIONS = sorted((HERE / "evasions" / "postgres").glob("*.sql"))
CORPUS = sorted((HERE / "corpus" / "postgres").glob("*.sql"))
HARMLESS = {"comment_only_words", "escape_continues_over_newline", "table_named_drop"}
NEW_SCHEMAS = {"atlas_init", "django_initial", "prisma_init", "rails_create", "ecto", "goose", "liquibase"}
"""Files of the corpus that only make new things."""


def rules(*texts: str, facts: Facts | None = None, settings: Settings | None = None) -> list[str]:
    """The rules that warn of the files, the worst first at each statement. Notices are left out."""
    files = tuple(read_file(f"{n}_x.sql", text, Dialect.POSTGRESQL) for n, text in enumerate(texts, 1))
    migration = Migration(Dialect.POSTGRESQL, files, facts or Facts())
    found = check(migration, settings or Settings()).findings
    return [finding.rule for finding in found if finding.severity >= Severity.WARNING]


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE users (id int); DROP TABLE public.users;",
        "CREATE TABLE public.users (id int); DROP TABLE users;",
        'CREATE TABLE Users (id int); DROP TABLE "users";',
        "CREATE TABLE audit.users (id int); DROP TABLE audit.users;",
        "CREATE TEMP TABLE users (id int); DROP TABLE pg_temp.users;",
    ],
)
def test_two_spellings_of_a_new_table_are_one_table(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE audit.users (id int); DROP TABLE users;",
        'CREATE TABLE "Users" (id int); DROP TABLE users;',
        "CREATE TABLE IF NOT EXISTS users (id int); DROP TABLE users;",
        "CREATE TEMP TABLE users (id int); DROP TABLE users; DROP TABLE users;",
        "CREATE TEMP TABLE users (id int); DROP TABLE public.users;",
        "CREATE TABLE a (id int); ALTER TABLE a RENAME TO b; ALTER TABLE users RENAME TO a; DROP TABLE a;",
        "CREATE TABLE x.t (id int); ALTER SCHEMA x RENAME TO y; ALTER SCHEMA z RENAME TO x; DROP TABLE x.t;",
        "CREATE TABLE t (id int); ALTER TABLE t SET SCHEMA audit; DROP TABLE t;",
        "CREATE TABLE p (id int) PARTITION BY RANGE (id); ALTER TABLE p ATTACH PARTITION users DEFAULT; DROP TABLE p;",
        "CREATE TABLE a (id int); ALTER TABLE users INHERIT a; DROP TABLE a;",
        "CREATE TABLE t (id int); DO $$ BEGIN EXECUTE 'x'; END $$; DROP TABLE t;",
        "CREATE TABLE t (id int); SELECT set_config('search_path', '', false); DROP TABLE t;",
        "CREATE TABLE t (id int); CREATE TEMP VIEW t AS SELECT * FROM users; DROP TABLE t;",
    ],
)
def test_table_that_may_be_another_one_is_not_new(text: str) -> None:
    assert "drop-table" in rules(text)


def test_temporary_table_is_not_counted_on_in_the_next_file() -> None:
    assert rules("CREATE TEMP TABLE users (id int) ON COMMIT DROP;", "DELETE FROM users;") == [
        "dml-without-where"
    ]


def test_rule_on_a_new_table_is_told_and_its_rows_count_from_then_on() -> None:
    text = "CREATE TABLE t (id int); CREATE RULE r AS ON DELETE TO t DO INSTEAD DELETE FROM users; DELETE FROM t;"
    assert rules(text) == ["unjudged-change", "dml-without-where"]


def test_scope_decides_what_an_unqualified_name_means() -> None:
    text = "CREATE TABLE audit.t (id int); DROP TABLE t;"
    assert rules(text, settings=Settings(default_schema="audit")) == []
    assert rules(text) == ["drop-table", "drop-table-compat"]


def test_a_copied_and_renamed_table_is_a_drop() -> None:
    """Grants, policies, sequences and foreign keys of other tables don't come along."""
    text = (
        "CREATE TABLE new_t (id int); INSERT INTO new_t SELECT id FROM t; DROP TABLE t;"
        "ALTER TABLE new_t RENAME TO t;"
    )
    assert rules(text) == ["drop-table"]


@pytest.mark.parametrize(
    "setting",
    [
        "SET lock_timeout = '2s'",
        "SET LOCAL statement_timeout = 30000",
        "SET lock_timeout TO '1 min'",
        "SELECT set_config('lock_timeout', '5s', true)",
        "SET search_path = public",
        "SET client_min_messages = warning",
        "SET maintenance_work_mem = '1GB'",
        "SET TIME ZONE 'UTC'",
        "SHOW statement_timeout",
    ],
)
def test_settings_that_take_nothing_from_the_guard_are_accepted(setting: str) -> None:
    assert rules(f"{setting};") == []


@pytest.mark.parametrize(
    "setting",
    [
        "SET statement_timeout = 0",
        "SET statement_timeout = '0ms'",
        "SET lock_timeout = -1",
        "SET lock_timeout = '1e-9'",
        "SET lock_timeout TO DEFAULT",
        "RESET statement_timeout",
        "RESET ALL",
        "SELECT set_config('statement_timeout', '0', false)",
        'SET "Statement_Timeout" = 0',
        "SET LOCAL search_path = audit, public",
        "SET session_replication_role = replica",
        "SET event_triggers = off",
        "SET default_transaction_read_only = off",
        "SET standard_conforming_strings = off",
        "SET client_encoding = 'LATIN1'",
        "SET application_name = 'somebody else'",
        "SET guard.plan_id = '1'",
    ],
)
def test_settings_that_take_control_are_denied(setting: str) -> None:
    result = report(f"{setting};", dialect=Dialect.POSTGRESQL)
    assert (result.verdict, [f.rule for f in result.findings]) == (Verdict.DENY, ["forbidden-setting"])


def test_preamble_of_pg_dump_is_denied_for_its_timeouts_alone() -> None:
    text = (
        "SET statement_timeout = 0;\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n"
        "SELECT pg_catalog.set_config('search_path', '', false);\nSET check_function_bodies = false;\n"
        "SET xmloption = content;\nSET row_security = off;\nSET default_table_access_method = heap;\n"
    )
    found = report(text, dialect=Dialect.POSTGRESQL).findings
    assert [(f.place.line, f.severity) for f in found] == [(1, Severity.FORBIDDEN), (4, Severity.WARNING)]


def test_only_the_owner_role_may_be_taken() -> None:
    owner = Settings(owner_role="app_owner")
    assert rules("SET ROLE app_owner;", settings=owner) == []
    assert rules("SET LOCAL ROLE app_owner;", settings=owner) == []
    for text in (
        "SET ROLE postgres;",
        "SET ROLE NONE;",
        "RESET ROLE;",
        "SET SESSION AUTHORIZATION app_owner;",
    ):
        assert rules(text, settings=owner) == ["role-change"]
    assert rules("SET ROLE app_owner;") == ["role-change"]


def test_file_without_a_transaction_holds_only_what_needs_none() -> None:
    head = "-- atlas:txmode none\n\n"
    assert rules(f"{head}SET lock_timeout = '2s';\nREINDEX INDEX CONCURRENTLY i;") == []
    assert "unsafe-directive" not in rules(f"{head}DROP INDEX CONCURRENTLY i;\nANALYZE t;")
    assert "unsafe-directive" not in rules(f"{head}UPDATE t SET a = 1 WHERE id BETWEEN 1 AND 9;")
    assert "unsafe-directive" in rules(f"{head}UPDATE t SET a = 1 WHERE a IS NULL;")
    mixed = rules(f"{head}CREATE INDEX CONCURRENTLY i ON t (a);\nCREATE TABLE x (id int);")
    assert {"unsafe-directive", "mixed-transactional"} <= set(mixed)
    assert rules(f"{head}SET lock_timeout = '2s';") == ["unsafe-directive"]
    assert rules(f"{head}REFRESH MATERIALIZED VIEW CONCURRENTLY v;") == ["unsafe-directive"]
    assert rules("VACUUM users;") == ["concurrent-in-transaction"]


def test_type_change_is_judged_by_what_was_there_and_by_what_the_rehearsal_saw() -> None:
    text = "ALTER TABLE users ALTER COLUMN name TYPE text;"
    column = Column("name", "character varying(40)")
    known = Facts(before=Schema((Table("users", (column,), schema="public"),)))
    assert "type-change-rewrite" in rules(text)
    assert "type-change-rewrite" not in rules(text, facts=known)
    calm = Facts(runs=(StatementRun("1_x.sql", 0),))
    assert "type-change-rewrite" not in rules(text, facts=calm)


def test_delete_names_what_may_cascade_since_an_empty_copy_can_not_show_it() -> None:
    users = Table("users", (), schema="public", referenced_by=("posts",), triggers=("log_it",))
    facts = Facts(before=Schema((users,)))
    (finding,) = report("DELETE FROM users WHERE id = 1;", dialect=Dialect.POSTGRESQL, facts=facts).findings
    assert finding.message.endswith(
        "Mind that posts may refer to them and cascade; triggers may run: log_it."
    )


def test_atlas_codes_are_silent_where_our_rules_spoke() -> None:
    def facts(code: str) -> Facts:
        return Facts(analyzers=(AnalyzerFinding(code, "text", "1_x.sql", 0),))

    spoken = {
        "DS101": "DROP SCHEMA s;",
        "DS102": "DROP TABLE t;",
        "DS103": "ALTER TABLE t DROP COLUMN a;",
        "MF101": "CREATE UNIQUE INDEX i ON t (a);",
        "MF103": "ALTER TABLE t ADD COLUMN a int NOT NULL;",
        "MF104": "ALTER TABLE t ALTER COLUMN a SET NOT NULL;",
        "BC101": "ALTER TABLE t RENAME TO u;",
        "BC102": "ALTER TABLE t RENAME COLUMN a TO b;",
        "CD101": "ALTER TABLE t DROP CONSTRAINT t_fkey;",
    }
    for code, text in spoken.items():
        assert "atlas-analyzer" not in rules(text, facts=facts(code)), code
        assert "atlas-analyzer" in rules("SELECT 1;", facts=facts(code)), code


def test_change_that_no_rule_judges_needs_a_human_and_is_told_once_for_each_kind() -> None:
    text = "ALTER SEQUENCE a RESTART; ALTER SEQUENCE b RESTART; ALTER VIEW v RENAME TO w;"
    result = report(text, dialect=Dialect.POSTGRESQL, settings=Settings(mode=Mode.WARNING_SENSITIVE))
    assert result.verdict is Verdict.APPROVE
    assert [(f.rule, f.objects) for f in result.findings if f.severity >= Severity.WARNING] == [
        ("unjudged-change", ("a", "b")),
        ("unjudged-change", ("v",)),
    ]


@pytest.mark.parametrize("path", EVASIONS, ids=lambda path: path.stem)
def test_no_evasion_passes_without_a_finding(path: object) -> None:
    text = path.read_bytes().decode()  # type: ignore[attr-defined]
    found = report(text, dialect=Dialect.POSTGRESQL).findings
    assert any(f.severity >= Severity.WARNING for f in found) == (path.stem not in HARMLESS)  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_files_that_only_make_new_things_raise_nothing(path: object) -> None:
    text = path.read_bytes().decode()  # type: ignore[attr-defined]
    found = report(text, dialect=Dialect.POSTGRESQL).findings
    if path.stem in NEW_SCHEMAS:  # type: ignore[attr-defined]
        assert [f.rule for f in found if f.severity >= Severity.WARNING] == []
    assert len(found) < 12
