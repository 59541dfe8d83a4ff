"""OWNERS files: how they are read, which line decides, and whose approval a change asks for."""

from __future__ import annotations

import pytest

from schemawarden_policy.facts import Effect, Facts, Index, Schema, StatementRun, Table
from schemawarden_policy.ownership import Ownership, parse_owners
from schemawarden_policy.rule import Severity
from schemawarden_policy.settings import Settings
from schemawarden_policy.spot import Spot
from schemawarden_policy.statement import Dialect
from schemawarden_policy.verdict import Verdict
from tests.policy.cases import report

PEOPLE = {"dana", "alice", "bob", "carol@corp.example"}
TEAMS = {"dba": ["alice", "bob"]}
NAME = "20250101000000_x.sql"


def owners(text: str) -> Ownership:
    found, problems = parse_owners(text, PEOPLE, TEAMS)
    assert problems == ()
    return found


def groups(
    sql: str, text: str, *, dialect: Dialect = Dialect.POSTGRESQL, facts: Facts | None = None
) -> set[str]:
    """The groups of owners that a change asks for, each as one word."""
    found = report(sql, settings=Settings(ownership=owners(text)), dialect=dialect, facts=facts).owners
    return {"+".join(group) for group in found}


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("users @alice", ("alice",)),
        ("users\t@bob   @alice # why", ("alice", "bob")),
        ("users @team/dba", ("alice", "bob")),
        ("users @team/dba @dana @alice", ("alice", "bob", "dana")),
        ("users @carol@corp.example", ("carol@corp.example",)),
        ("users", ()),
        ("users # nobody's", ()),
    ],
)
def test_a_line_names_people_and_teams(line: str, who: tuple[str, ...]) -> None:
    (found,) = owners(f"# head\n\n  {line}\n").lines
    assert (found.line, found.pattern, found.owners, found.denied) == (3, "users", who, False)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("users alice", "a word is no owner"),
        ("users @", "a word is no owner"),
        ("users @eve", "no approver of the config (known: alice, bob"),
        ("users @team/ops", "no team of the config (known: dba)"),
        ("users !deny @alice", "a word is no owner"),
        ("a.b.c.d @alice", "too many parts"),
        ("a.**.c @alice", "`**` in the middle"),
        ("a..b @alice", "an empty part"),
        (".a @alice", "an empty part"),
        ('"users @alice', "a quote"),
        ('"users"x @alice', "behind a closing quote"),
        ('""."x" @alice', "empty part"),
    ],
)
def test_a_line_that_can_not_be_taken_is_told_with_its_number(line: str, told: str) -> None:
    _, problems = parse_owners(f"* @dana\n{line}\n", PEOPLE, TEAMS)
    ((number, what),) = problems
    assert number == 2
    assert told in what


@pytest.mark.parametrize(
    ("pattern", "spot", "matches"),
    [
        ("*", Spot("a", "b", "c"), True),
        ("**", Spot("a"), True),
        ("users", Spot("public", "users"), True),
        ("users", Spot("audit", "USERS".lower(), "email"), True),
        ("USERS", Spot("public", "users"), True),
        ("user", Spot("public", "users"), False),
        ("billing.", Spot("billing", "x", "y"), True),
        ("billing.", Spot("billing"), True),
        ("billing.**", Spot("billing", "x"), True),
        ("billing.*", Spot("billing", "x"), True),
        ("billing.*", Spot("public", "billing"), False),
        ("bill*.inv?ices", Spot("billing", "invoices"), True),
        ("billing.invoices", Spot("public", "invoices"), False),
        ("*.users.email", Spot("public", "users", "email"), True),
        ("*.users.email", Spot("public", "users"), False),
        ("**.email", Spot("public", "users", "email"), True),
        ("**.email", Spot("public", "email"), True),
        ('"we.ird"', Spot("public", "we.ird"), True),
        ('"st*r"', Spot("public", "star"), False),
        ('"st*r"', Spot("public", "st*r"), True),
        ('"a""b".t', Spot('a"b', "t"), True),
    ],
)
def test_a_pattern_covers_what_it_says(pattern: str, spot: Spot, matches: bool) -> None:
    assert bool(owners(f"{pattern} @alice").asked(spot, deep=False)) is matches


def test_the_last_match_wins_and_may_say_that_nobody_owns_it() -> None:
    text = "* @dana\nbilling. @bob\nbilling.notes\nbilling.ledger @alice"
    assert groups("CREATE INDEX i ON billing.x (a);", text) == {"bob"}
    assert groups("CREATE INDEX i ON billing.notes (a);", text) == set()
    assert groups("CREATE INDEX i ON billing.ledger (a);", text) == {"alice"}
    assert groups("CREATE INDEX i ON other (a);", text) == {"dana"}


def test_a_column_has_an_owner_of_its_own_and_a_whole_table_asks_both() -> None:
    text = "* @dana\n*.users.ssn @alice"
    assert groups("ALTER TABLE users DROP COLUMN nick;", text) == {"dana"}
    assert groups("ALTER TABLE users DROP COLUMN ssn;", text) == {"alice"}
    assert groups("ALTER TABLE users RENAME COLUMN nick TO ssn;", text) == {"alice", "dana"}
    assert groups("UPDATE users SET ssn = NULL WHERE id = 1;", text) == {"alice"}
    assert groups("DROP TABLE users;", text) == {"alice", "dana"}
    assert groups("DELETE FROM users WHERE id = 1;", text) == {"alice", "dana"}
    assert groups("DROP TABLE users;", text + "\nusers @bob") == {"bob"}, (
        "a later line covers the column as well"
    )


def test_a_schema_asks_everybody_who_owns_a_part_of_it() -> None:
    text = "* @dana\nbilling. @bob\nledger @alice"
    assert groups("DROP SCHEMA billing CASCADE;", text) == {"alice", "bob"}
    assert groups("ALTER SCHEMA other RENAME TO billing;", text) == {"alice", "bob", "dana"}
    assert groups("ALTER TABLE x SET SCHEMA billing;", text) == {"bob", "dana"}
    assert groups("GRANT USAGE ON SCHEMA billing TO app;", text) == {"alice", "bob"}


def test_what_is_referred_to_is_touched() -> None:
    text = "users @alice\n*.users.ssn @bob"
    assert groups("CREATE TABLE a (id int, u int REFERENCES users (id));", text) == {"alice"}
    assert groups("CREATE TABLE copy AS SELECT 1; INSERT INTO copy SELECT * FROM users;", text) == {"alice"}
    assert groups("ALTER TABLE a RENAME TO users;", text) == {"alice"}


def test_an_index_and_a_trigger_are_their_tables() -> None:
    known = Facts(before=Schema((Table("users", (), triggers=("guard",), schema="public"),)))
    assert groups("DROP TRIGGER guard ON users;", "users @alice", facts=known) == {"alice"}


@pytest.mark.parametrize(
    "sql",
    [
        "DO $$ BEGIN PERFORM 1; END $$;",
        "SELECT reset_all();",
        "CALL reset_all();",
        "FROBNICATE;",
        "GRANT boss TO app;",
    ],
)
def test_what_is_not_shown_asks_everybody(sql: str) -> None:
    assert groups(sql, "* @dana\nbilling. @bob\n*.*.ssn @alice") == {"alice", "bob", "dana"}


@pytest.mark.parametrize(
    ("sql", "who"),
    [
        ("TRUNCATE users;", {"alice", "bob"}),
        ("COMMENT ON COLUMN users.ssn IS 'x';", {"bob"}),
        ("COMMENT ON COLUMN users.name IS 'x';", {"alice"}),
        ("COMMENT ON TRIGGER t ON users IS 'x';", {"alice"}),
        ("REFRESH MATERIALIZED VIEW other.users;", {"alice"}),
        ("SET lock_timeout = '2s'; ALTER TABLE users ADD COLUMN a int;", {"alice"}),
        ("CREATE TEMP TABLE users (ssn text); BEGIN; COMMIT;", set()),
        ("VACUUM FULL;", {"alice", "bob", "dana"}),
        ("ANALYZE;", set()),
        ("DROP OWNED BY x;", {"alice", "bob", "dana"}),
    ],
)
def test_a_statement_asks_for_what_it_touches_and_no_more(sql: str, who: set[str]) -> None:
    assert groups(sql, "* @dana\nusers @alice\n*.users.ssn @bob") == who


def test_a_temporary_trigger_is_its_tables() -> None:
    sql = "CREATE TEMP TRIGGER t AFTER INSERT ON users BEGIN DELETE FROM ledger; END;"
    assert groups(sql, "users @alice\nledger @bob", dialect=Dialect.SQLITE) == {"alice", "bob"}


def test_effects_count_as_text_does() -> None:
    effects = (
        Effect("rows_deleted", "rows", "public.sessions"),
        Effect("changed", "column", "billing.x.cents"),
    )
    facts = Facts(runs=(StatementRun(NAME, 0, effects),))
    text = "users @dana\nsessions @alice\nbilling.x.cents @bob"
    assert groups("DELETE FROM users WHERE id = 1;", text, facts=facts) == {"alice", "bob", "dana"}


def test_what_the_text_says_is_not_asked_twice() -> None:
    effects = (Effect("dropped", "column", "users.ssn"), Effect("changed", "table", "users"))
    facts = Facts(runs=(StatementRun(NAME, 0, effects),))
    sql = "ALTER TABLE users DROP COLUMN ssn;"
    assert groups(sql, "* @dana\n*.users.ssn @alice", facts=facts, dialect=Dialect.SQLITE) == {"alice"}


@pytest.mark.parametrize(
    ("effect", "who"),
    [
        (Effect("created", "index", "public.by_name"), {"alice"}),
        (Effect("created", "index", "public.unknown"), {"dana"}),
        (Effect("dropped", "constraint", "public.users.users_fk"), {"alice", "bob"}),
        (Effect("created", "trigger", "public.users.t"), {"alice"}),
        (Effect("dropped", "table", "public.users"), {"alice", "bob"}),
        (Effect("rows_updated", "rows", "public.users"), {"alice", "bob"}),
        (Effect("changed", "column", "public.users.ssn"), {"bob"}),
        (Effect("dropped", "schema", "public"), {"alice", "bob", "dana"}),
        (Effect("changed", "privilege", "public.users"), {"alice"}),
    ],
)
def test_an_effect_behind_the_text_asks_for_what_it_reached(effect: Effect, who: set[str]) -> None:
    table = Table("users", (), indexes=(Index("by_name"),), schema="public")
    facts = Facts(after=Schema((table,)), runs=(StatementRun(NAME, 0, (effect,)),))
    found = groups("INSERT INTO log VALUES (1);", "* @dana\nusers @alice\n*.users.ssn @bob\nlog", facts=facts)
    assert found == who


@pytest.mark.parametrize("dialect", list(Dialect))
def test_every_dialect_folds_and_quotes_its_own_way(dialect: Dialect) -> None:
    quote = "`" if dialect in (Dialect.MYSQL, Dialect.MARIADB) else '"'
    assert groups(f"DROP TABLE {quote}Users{quote};", "users @alice", dialect=dialect) == {"alice"}
    assert groups("DROP TABLE USERS;", '"Users" @alice', dialect=dialect) == {"alice"}


def test_sqlite_calls_its_schema_main() -> None:
    assert groups("DROP TABLE users;", "main. @alice", dialect=Dialect.SQLITE) == {"alice"}


def test_a_denied_object_is_forbidden_and_no_severity_changes_that() -> None:
    settings = Settings(ownership=owners("ledger !deny"), severities={"owner-denied": "off"})
    found = report("DROP TABLE ledger;", settings=settings)
    assert found.verdict is Verdict.DENY
    assert report("DROP TABLE other;", settings=settings).verdict is Verdict.APPROVE


def test_a_denied_column_denies_what_drops_its_table() -> None:
    settings = Settings(ownership=owners("* @dana\n*.users.ssn !deny"))
    found = report("DROP TABLE users;", settings=settings, dialect=Dialect.POSTGRESQL)
    assert ("owner-denied", Severity.FORBIDDEN) in [(f.rule, f.severity) for f in found.findings]
    assert (
        report("ALTER TABLE users ADD COLUMN a int;", settings=settings, dialect=Dialect.POSTGRESQL).verdict
        is Verdict.APPROVE
    )


def test_switching_the_finding_off_keeps_the_requirement() -> None:
    settings = Settings(ownership=owners("* @dana"), severities={"owner-not-authorised": "off"})
    found = report("CREATE TABLE a (id integer);", settings=settings)
    assert (found.findings, found.owners) == ((), (("dana",),))


def test_without_owners_nothing_is_asked() -> None:
    assert report("DROP TABLE users;").owners == ()
    assert report("DROP TABLE users;", settings=Settings(ownership=Ownership())).owners == ()
