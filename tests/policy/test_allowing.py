"""What the operator allows by name, and what is otherwise in some schemas."""

from __future__ import annotations

import pytest

from schemawarden_policy.facts import Effect, Facts, StatementRun
from schemawarden_policy.rule import Severity
from schemawarden_policy.settings import Acceptance, Mode, Scope, Settings
from schemawarden_policy.statement import Dialect
from schemawarden_policy.verdict import Verdict
from tests.policy.cases import report

PG = Dialect.POSTGRESQL
PUT_ASIDE = Settings(mode=Mode.WARNING_SENSITIVE, allow_drop=("drop_*", "staging.*", "*.drop_*"))


def severities(sql: str, settings: Settings, *, dialect: Dialect = PG) -> dict[str, str]:
    return {f.rule: f.severity.word for f in report(sql, settings=settings, dialect=dialect).findings}


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE drop_users;",
        "DROP TABLE public.drop_users;",
        'DROP TABLE "DROP_users";',
        "DROP TABLE staging.imports;",
        "ALTER TABLE users DROP COLUMN drop_nick;",
        "ALTER TABLE users DROP COLUMN drop_nick, DROP COLUMN drop_name;",
        "TRUNCATE staging.imports;",
    ],
)
def test_what_was_put_aside_may_go(sql: str) -> None:
    found = report(sql, settings=PUT_ASIDE, dialect=PG)
    assert not found.destructive
    assert found.verdict is Verdict.ALLOW, found.findings
    assert any("allow_drop has" in f.message for f in found.findings)


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE users;",
        "DROP TABLE drop_users, users;",
        "ALTER TABLE users DROP COLUMN drop_nick, DROP COLUMN name;",
        "ALTER TABLE drop_users DROP COLUMN name;",
        'DROP TABLE "staging.imports";',
        'DROP TABLE "drop_.users";',
        'DROP TABLE "x.drop_users";',
        "DROP TABLE users_drop_;",
        "DROP TABLE drop_users CASCADE;",
        "TRUNCATE drop_users CASCADE;",
        "DROP SCHEMA drop_things CASCADE;",
        "DO $$ BEGIN DROP TABLE drop_users; END $$;",
    ],
)
def test_what_was_not_put_aside_as_a_whole_stays_an_error(sql: str) -> None:
    found = report(sql, settings=PUT_ASIDE, dialect=PG)
    if sql == 'DROP TABLE "drop_.users";':  # one name, that begins so
        assert not found.destructive
        return
    assert found.highest is Severity.ERROR


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE users RENAME TO drop_users; DROP TABLE drop_users;",
        "DROP TABLE drop_users; ALTER TABLE users RENAME TO drop_users;",
        "ALTER TABLE users RENAME COLUMN name TO drop_name; ALTER TABLE users DROP COLUMN drop_name;",
        "ALTER TABLE users RENAME TO drop_users; ALTER TABLE drop_users DROP COLUMN drop_name;",
        "ALTER TABLE users SET SCHEMA staging; DROP TABLE staging.users;",
        "ALTER SCHEMA app RENAME TO staging; DROP TABLE staging.users;",
        "ALTER TABLE users RENAME TO drop_users; TRUNCATE drop_users;",
    ],
)
def test_a_name_that_the_change_set_gives_puts_nothing_aside(sql: str) -> None:
    assert report(sql, settings=PUT_ASIDE, dialect=PG).destructive


def test_a_column_pattern_is_no_table_pattern() -> None:
    settings = Settings(allow_drop=("users.nick",))
    assert severities("ALTER TABLE users DROP COLUMN nick;", settings)["drop-column"] == "notice"
    assert severities("DROP TABLE users.nick;", settings)["drop-table"] == "notice", (
        "here it is schema and table"
    )
    assert severities("ALTER TABLE audit.users DROP COLUMN nick;", settings)["drop-column"] == "notice"
    assert severities("ALTER TABLE users DROP COLUMN name;", settings)["drop-column"] == "error"


def test_forbidden_is_never_softened() -> None:
    settings = Settings(
        allow_drop=("*",),
        accept=(Acceptance("attach-database", ("*",), "why not"),),
        severities={"drop-table": "off"},
    )
    assert report("ATTACH 'x' AS y; DROP TABLE a;", settings=settings).verdict is Verdict.DENY


def test_data_that_goes_along_is_still_told() -> None:
    effects = (Effect("dropped", "table", "drop_a"), Effect("rows_deleted", "rows", "b"))
    facts = Facts(runs=(StatementRun("20250101000000_x.sql", 0, effects),))
    found = report("DROP TABLE drop_a;", settings=PUT_ASIDE, facts=facts)
    assert found.destructive
    assert found.verdict is Verdict.APPROVE


@pytest.mark.parametrize(
    ("objects", "accepted"),
    [
        ("users", True),
        ("public.users", True),
        ("USERS", True),
        ("*", True),
        ("audit.users", False),
        ("user", False),
    ],
)
def test_an_accepted_finding_is_a_notice_with_its_reason(objects: str, accepted: bool) -> None:
    settings = Settings(accept=(Acceptance("rename-column", (objects,), "agreed in OPS-7"),))
    (found,) = (
        f
        for f in report("ALTER TABLE users RENAME COLUMN a TO b;", settings=settings, dialect=PG).findings
        if f.rule == "rename-column"
    )
    assert (found.severity is Severity.NOTICE) is accepted
    assert ("agreed in OPS-7" in found.message) is accepted


def test_every_object_of_a_finding_has_to_be_meant() -> None:
    sql = "ALTER TABLE users RENAME TO people;"
    for objects, word in ((("users",), "error"), (("users", "people"), "notice")):
        settings = Settings(accept=(Acceptance("rename-table", objects, "agreed"),))
        assert severities(sql, settings)["rename-table"] == word


def test_an_accepted_loss_is_still_a_loss() -> None:
    settings = Settings(accept=(Acceptance("drop-table", ("users",), "a copy is kept"),))
    found = report("DROP TABLE users;", settings=settings, dialect=PG)
    assert {f.rule: f.severity.word for f in found.findings}["drop-table"] == "notice"
    assert found.destructive


# --- scopes ----------------------------------------------------------------------------------------------------------

SCOPED = Settings(
    severities={"rename-table": "error"},
    scopes=(
        Scope(
            ("audit*",),
            {"rename-table": "off", "drop-index": "error", "json-column": "off"},
            {"table": "^aud_"},
            ("events",),
        ),
        Scope(("audit_old",), {"rename-table": "notice"}),
    ),
)


@pytest.mark.parametrize(
    ("sql", "word"),
    [
        ("ALTER TABLE users RENAME TO people;", "error"),
        ("ALTER TABLE audit.users RENAME TO aud_people;", None),
        ("ALTER TABLE AUDIT_NEW.users RENAME TO aud_people;", None),
        ("ALTER TABLE audit_old.users RENAME TO people;", "notice"),
        ('ALTER TABLE "audit.users" RENAME TO people;', "error"),
    ],
)
def test_a_finding_takes_the_severity_of_its_schema(sql: str, word: str | None) -> None:
    assert severities(sql, SCOPED).get("rename-table") == word


def test_a_finding_over_several_schemas_is_as_bad_as_in_the_strictest() -> None:
    settings = Settings(
        scopes=(Scope(("audit",), {"lock-without-timeout": "off", "explicit-lock-table": "off"}),)
    )
    assert "explicit-lock-table" not in severities("LOCK TABLE audit.a;", settings)
    assert severities("LOCK TABLE audit.a, public.b;", settings)["explicit-lock-table"] == "warning"


def test_an_index_stands_in_its_schema() -> None:
    assert severities("DROP INDEX CONCURRENTLY audit.i;", SCOPED)["drop-index"] == "error"
    assert severities("DROP INDEX CONCURRENTLY i;", SCOPED)["drop-index"] == "notice"


def test_names_and_protection_are_those_of_the_schema() -> None:
    assert severities("CREATE TABLE audit.events (id int);", SCOPED)["name-table"] == "warning"
    assert "name-table" not in severities("CREATE TABLE audit.aud_events (id int);", SCOPED)
    assert "name-table" not in severities("CREATE TABLE events (id int);", SCOPED)
    assert severities("COMMENT ON TABLE audit.events IS 'x';", SCOPED)["protected-object"] == "error"
    assert "protected-object" not in severities("COMMENT ON TABLE events IS 'x';", SCOPED)


def test_everywheres_names_hold_where_a_scope_says_nothing_of_them() -> None:
    from dataclasses import replace

    from schemawarden_policy.settings import Naming

    settings = replace(SCOPED, naming=Naming(table="^t_", index="^idx_"))
    found = severities("CREATE TABLE audit.aud_x (id int); CREATE INDEX x ON audit.aud_x (id);", settings)
    assert "name-table" not in found
    assert found["name-index"] == "warning"
    assert severities("CREATE TABLE aud_x (id int);", settings)["name-table"] == "warning"


def test_a_pattern_with_an_anchor_is_searched_and_one_without_matches_the_whole_name() -> None:
    from schemawarden_policy.settings import Naming

    def told(pattern: str) -> bool:
        settings = Settings(naming=Naming(index=pattern))
        return "name-index" in severities("CREATE INDEX idx_users_email ON users (email);", settings)

    assert [told(p) for p in ("^idx_", "_email$", "idx_.*", "^idx_[a-z_]+$")] == [False] * 4
    assert [told(p) for p in ("idx_", "^fk_", "_id$", "email")] == [True] * 4
