"""`observed_rows` for what is done to whole tables, partitions, views and types, and for several statements in a transaction."""

from __future__ import annotations

from schemawarden_policy.rule import Severity
from tests.server.postgres.rehearsal.observed_rows import ALONE, Observed

_TOTALS = """
create materialized view totals as select placed, count(*) as orders from orders group by placed;
create unique index totals_placed on totals (placed);
"""
_NEXT_YEAR = "create table events_2027 (id int, at date);"
_REST = "create table events_rest partition of events default;"
_ATTACH = "ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');"
_BOUNDS = "CHECK (at IS NOT NULL AND at >= '2027-01-01' AND at < '2028-01-01')"
_MOOD = """
create type mood as enum ('good', 'bad');
create table people (id bigint primary key, mood mood);
"""
_NEW_MOOD = """CREATE TYPE mood AS ENUM ('good', 'bad');
ALTER TYPE mood ADD VALUE 'fine' AFTER 'good';
CREATE VIEW moods AS SELECT 'fine'::mood AS mood;
"""
_UNPROVEN = "alter table orders add constraint orders_total check (total > 0) not valid;"
_PLAN = "ALTER TABLE users ADD COLUMN plan text;\n"
_STAMP = "CREATE TRIGGER stamp BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();"

OBSERVED_TABLES = (
    Observed(
        "set-logged",
        ("ALTER TABLE users SET UNLOGGED;",),
        ("AccessExclusive on users", "rewrites users under AccessExclusive"),
    ),
    Observed(
        "set-logged",
        ("ALTER TABLE imports SET LOGGED;",),
        ("AccessExclusive on imports", "rewrites imports under AccessExclusive"),
        setup="create unlogged table imports (id bigint);",
    ),
    Observed(
        "set-logged",
        ("CREATE UNLOGGED TABLE scratch (id bigint PRIMARY KEY);",),
        ("builds scratch_pkey under no lock",),
        fires=False,
    ),
    Observed(
        "set-tablespace",
        (f"{ALONE}REINDEX (CONCURRENTLY, TABLESPACE pg_default) INDEX users_email;",),
        ("ShareUpdateExclusive on users", "builds users_email_ccnew under ShareUpdateExclusive"),
        fires=False,
    ),
    Observed("create-trigger", (_STAMP,), ("ShareRowExclusive on users",), least=Severity.NOTICE),
    Observed(
        "replica-identity", ("ALTER TABLE users REPLICA IDENTITY FULL;",), ("AccessExclusive on users",)
    ),
    Observed(
        "replica-identity",
        ("ALTER TABLE users REPLICA IDENTITY USING INDEX users_pkey;",),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "autovacuum-off",
        ("ALTER TABLE users SET (autovacuum_enabled = false);",),
        ("ShareUpdateExclusive on users",),
    ),
    Observed(
        "autovacuum-off",
        ("ALTER TABLE users SET (autovacuum_vacuum_scale_factor = 0.01);",),
        ("ShareUpdateExclusive on users",),
        fires=False,
    ),
    Observed(
        "rewrite-maintenance",
        ("CLUSTER users USING users_pkey;",),
        ("AccessExclusive on users", "rewrites users under AccessExclusive"),
    ),
    Observed(
        "rewrite-maintenance",
        (f"{ALONE}VACUUM FULL users;",),
        ("AccessExclusive on users", "rewrites users under AccessExclusive"),
    ),
    Observed(
        "rewrite-maintenance",
        (f"{ALONE}VACUUM (ANALYZE) users;",),
        ("ShareUpdateExclusive on users",),
        fires=False,
    ),
    Observed(
        "refresh-matview",
        ("REFRESH MATERIALIZED VIEW totals;",),
        ("AccessExclusive on totals", "rewrites totals under AccessExclusive"),
        setup=_TOTALS,
    ),
    Observed(
        "refresh-matview",
        ("REFRESH MATERIALIZED VIEW CONCURRENTLY totals;",),
        ("Exclusive on totals",),
        fires=False,
        setup=_TOTALS,
    ),
    Observed(
        "detach-partition",
        ("ALTER TABLE events DETACH PARTITION events_2026;",),
        ("AccessExclusive on events", "AccessExclusive on events_2026"),
    ),
    Observed(
        "detach-partition",
        (f"{ALONE}ALTER TABLE events DETACH PARTITION events_2026 CONCURRENTLY;",),
        ("AccessExclusive on events_2026", "ShareUpdateExclusive on events"),
        fires=False,
    ),
    Observed(
        "attach-partition-scan",
        (_ATTACH,),
        (
            "AccessExclusive on events_2027",
            "ShareUpdateExclusive on events",
            "reads events_2027 under AccessExclusive",
        ),
        setup=_NEXT_YEAR,
    ),
    Observed(
        "attach-partition-scan",
        (_ATTACH,),
        (
            "AccessExclusive on events_2027",
            "AccessExclusive on events_rest",
            "ShareUpdateExclusive on events",
            "reads events_2027 under AccessExclusive",
            "reads events_rest under AccessExclusive",
        ),
        setup=_NEXT_YEAR + _REST,
    ),
    Observed(
        "attach-partition-scan",
        (
            f"ALTER TABLE events_2027 ADD CONSTRAINT events_2027_at {_BOUNDS} NOT VALID;",
            "ALTER TABLE events_2027 VALIDATE CONSTRAINT events_2027_at;",
            _ATTACH,
        ),
        (
            "AccessExclusive on events_2027",
            "ShareUpdateExclusive on events",
            "ShareUpdateExclusive on events_2027",
            "reads events_2027 under ShareUpdateExclusive",
        ),
        fires=False,
        setup=_NEXT_YEAR,
    ),
    Observed(
        "attach-partition-scan",
        (f"CREATE TABLE events_2027 (LIKE events);\n{_ATTACH}",),
        ("ShareUpdateExclusive on events", "reads events_2027 under no lock"),
        fires=False,
    ),
    Observed(
        "explicit-lock-table", ("LOCK TABLE users IN ACCESS EXCLUSIVE MODE;",), ("AccessExclusive on users",)
    ),
    Observed("explicit-lock-table", ("LOCK TABLE users IN ACCESS SHARE MODE;",), fires=False),
    Observed(
        "lock-without-timeout",
        ("ALTER TABLE users ADD COLUMN nickname text;",),
        ("AccessExclusive on users",),
        least=Severity.NOTICE,
    ),
    Observed(
        "lock-without-timeout",
        (f"{ALONE}CREATE INDEX CONCURRENTLY users_age ON users (age);",),
        ("ShareUpdateExclusive on users", "builds users_age under ShareUpdateExclusive"),
        fires=False,
        least=Severity.NOTICE,
    ),
    Observed(
        "lock-without-timeout",
        (
            "ALTER TABLE orders VALIDATE CONSTRAINT orders_total;\nALTER TABLE orders SET (fillfactor = 80);\n"
            "ALTER TABLE orders ALTER COLUMN total SET STATISTICS 500;\nCOMMENT ON TABLE orders IS 'what was bought';",
        ),
        ("ShareUpdateExclusive on orders", "reads orders under ShareUpdateExclusive"),
        fires=False,
        setup=_UNPROVEN,
        least=Severity.NOTICE,
    ),
    Observed(
        "statement-after-ae-lock",
        (f"{_PLAN}CREATE INDEX orders_user ON orders (user_id);",),
        ("AccessExclusive on users", "Share on orders", "builds orders_user under Share"),
    ),
    Observed(
        "statement-after-ae-lock",
        (f"{_PLAN}ALTER TABLE orders VALIDATE CONSTRAINT orders_total;",),
        (
            "AccessExclusive on users",
            "ShareUpdateExclusive on orders",
            "reads orders under ShareUpdateExclusive",
        ),
        setup=_UNPROVEN,
    ),
    Observed(
        "statement-after-ae-lock",
        (f"{_PLAN}ALTER TABLE orders ADD COLUMN plan text;",),
        ("AccessExclusive on orders", "AccessExclusive on users"),
        least=Severity.NOTICE,
    ),
    Observed(
        "multi-alter-same-table",
        (
            "ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total > 0);\n"
            "ALTER TABLE orders ALTER COLUMN placed SET NOT NULL;",
        ),
        ("AccessExclusive on orders", "reads orders under AccessExclusive"),
        least=Severity.NOTICE,
    ),
    Observed(
        "multi-alter-same-table",
        (
            "ALTER TABLE orders\n  ADD CONSTRAINT orders_total CHECK (total > 0) NOT VALID,\n"
            "  ADD CONSTRAINT orders_placed CHECK (placed > '2020-01-01') NOT VALID;",
        ),
        ("AccessExclusive on orders",),
        fires=False,
        least=Severity.NOTICE,
    ),
    Observed(
        "enum-add-value",
        (
            "ALTER TYPE mood ADD VALUE 'fine' AFTER 'good';\n"
            "ALTER TABLE people ALTER COLUMN mood SET DEFAULT 'fine';",
        ),
        ("error 55P04",),
        setup=_MOOD,
    ),
    Observed(
        "enum-add-value",
        (
            "ALTER TYPE mood ADD VALUE 'fine' AFTER 'good';\nALTER TYPE mood ADD VALUE 'splendid' AFTER 'fine';\n"
            "COMMENT ON TYPE mood IS 'fine';",
            "ALTER TABLE people ALTER COLUMN mood SET DEFAULT 'fine';",
        ),
        ("AccessExclusive on people",),
        fires=False,
        setup=_MOOD,
    ),
    Observed("enum-add-value", (_NEW_MOOD,), ("error 55P04",), majors=(15,)),
)
