"""What each lock rule says of a statement, beside what PostgreSQL does: the hazard, and the form that its page advises.

Each row is a change set on SCHEMA, one text for each file. `seen` is all that the rehearsal sees of it: the strongest lock
that each file takes on a table, and the work that is done under it. The rule speaks of the row, at warning or above, when
`fires` says so. To add a rule: a row with its bad fixture's statement, and one with the safe form.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemawarden_policy.facts import Column, Index, Schema, Table
from schemawarden_policy.rule import Severity

SCHEMA = """
create domain plain as int;
create domain positive as int check (value > 0);
create table users (id bigint primary key, email text, name varchar(20), age int, born timestamp, network cidr, code char(5));
create unique index users_email on users (email);
create table orders (id bigint primary key, user_id bigint, total numeric(10,2), placed date);
create table amounts (id int, amount plain, paid timestamp);
create index amounts_paid on amounts (paid);
create table events (id int, at date) partition by range (at);
create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
"""
BEFORE = Schema(
    (
        Table(
            "users",
            (
                Column("id", "bigint", null=False),
                Column("email", "text"),
                Column("name", "character varying(20)"),
                Column("age", "integer"),
                Column("born", "timestamp without time zone"),
                Column("network", "cidr"),
                Column("code", "character(5)"),
            ),
            ("id",),
            (Index("users_email", ("email",), unique=True),),
        ),
        Table(
            "orders",
            (
                Column("id", "bigint", null=False),
                Column("user_id", "bigint"),
                Column("total", "numeric(10,2)"),
                Column("placed", "date"),
            ),
            ("id",),
        ),
        Table(
            "amounts",
            (
                Column("id", "integer"),
                Column("amount", "plain"),
                Column("paid", "timestamp without time zone"),
            ),
            indexes=(Index("amounts_paid", ("paid",)),),
        ),
        Table("events", (Column("id", "integer"), Column("at", "date")), partitioned=True),
        Table("events_2026", (Column("id", "integer"), Column("at", "date")), partition_of="public.events"),
    )
)
"""SCHEMA as the rules know it."""

ALONE = "-- atlas:txmode none\n\n"
"""At the head of a file that has no transaction."""


@dataclass(frozen=True)
class Observed:
    rule: str
    files: tuple[str, ...]
    seen: tuple[str, ...] = ()
    """Sorted: "AccessExclusive on users", "rewrites users under AccessExclusive", "reads ...", "builds users_email under ...",
    "looks up orders_user under ShareRowExclusive", "error 25001"."""
    fires: bool = True
    setup: str = ""
    """DDL after SCHEMA."""
    majors: tuple[int, ...] = (15, 18)
    least: Severity = Severity.WARNING
    """What the rule says of the row at least, when it fires."""


OBSERVED = (
    Observed(
        "create-index-not-concurrent",
        ("CREATE INDEX users_age ON users (age);",),
        (
            "Share on users",
            "builds users_age under Share",
        ),
    ),
    Observed(
        "create-index-not-concurrent",
        ("CREATE INDEX users_age ON ONLY users (age);",),
        (
            "Share on users",
            "builds users_age under Share",
        ),
    ),
    Observed(
        "create-index-not-concurrent",
        (f"{ALONE}CREATE INDEX CONCURRENTLY users_age ON users (age);",),
        (
            "ShareUpdateExclusive on users",
            "builds users_age under ShareUpdateExclusive",
        ),
        fires=False,
    ),
    Observed(
        "create-index-not-concurrent",
        ("CREATE INDEX events_at ON ONLY events (at);",),
        ("Share on events",),
        fires=False,
    ),
    Observed("drop-index-not-concurrent", ("DROP INDEX users_email;",), ("AccessExclusive on users",)),
    Observed(
        "drop-index-not-concurrent",
        (f"{ALONE}DROP INDEX CONCURRENTLY users_email;",),
        ("ShareUpdateExclusive on users",),
        fires=False,
    ),
    Observed(
        "drop-index-not-concurrent",
        ("DROP INDEX events_at;",),
        (
            "AccessExclusive on events",
            "AccessExclusive on events_2026",
        ),
        setup="create index events_at on events (at);",
    ),
    Observed(
        "drop-index-not-concurrent",
        (f"{ALONE}DROP INDEX CONCURRENTLY events_at;",),
        ("error 0A000",),
        fires=False,
        setup="create index events_at on events (at);",
    ),
    Observed(
        "drop-index-not-concurrent",
        (f"{ALONE}DROP INDEX CONCURRENTLY users_pkey;",),
        ("error 2BP01",),
        fires=False,
    ),
    Observed(
        "concurrent-in-transaction",
        ("CREATE INDEX CONCURRENTLY users_age ON users (age);",),
        ("error 25001",),
    ),
    Observed("concurrent-in-transaction", ("DROP INDEX CONCURRENTLY users_email;",), ("error 25001",)),
    Observed("concurrent-in-transaction", ("REINDEX TABLE CONCURRENTLY users;",), ("error 25001",)),
    Observed(
        "concurrent-in-transaction",
        ("ALTER TABLE events DETACH PARTITION events_2026 CONCURRENTLY;",),
        ("error 25001",),
    ),
    Observed("concurrent-in-transaction", ("VACUUM users;",), ("error 25001",)),
    Observed(
        "concurrent-in-transaction",
        ("REFRESH MATERIALIZED VIEW CONCURRENTLY ages;",),
        ("Exclusive on ages",),
        fires=False,
        setup="create materialized view ages as select id from users; create unique index on ages (id);",
    ),
    Observed(
        "concurrent-in-transaction",
        (f"{ALONE}VACUUM users;",),
        ("ShareUpdateExclusive on users",),
        fires=False,
    ),
    Observed(
        "index-on-partitioned",
        ("CREATE INDEX events_at ON events (at);",),
        (
            "Share on events",
            "Share on events_2026",
            "builds events_2026_at_idx under Share",
        ),
    ),
    Observed(
        "index-on-partitioned",
        (f"{ALONE}CREATE INDEX CONCURRENTLY events_at ON events (at);",),
        ("error 0A000",),
    ),
    Observed(
        "index-on-partitioned",
        (f"{ALONE}CREATE INDEX CONCURRENTLY events_at ON ONLY events (at);",),
        ("error 0A000",),
    ),
    Observed(
        "index-on-partitioned",
        (
            "CREATE INDEX events_at ON ONLY events (at);",
            f"{ALONE}CREATE INDEX CONCURRENTLY events_2026_at ON events_2026 (at);",
            "ALTER INDEX events_at ATTACH PARTITION events_2026_at;",
        ),
        (
            "AccessExclusive on events_2026_at",
            "Share on events",
            "ShareUpdateExclusive on events_2026",
            "ShareUpdateExclusive on events_at",
            "builds events_2026_at under ShareUpdateExclusive",
        ),
        fires=False,
    ),
    Observed(
        "reindex-not-concurrent",
        ("REINDEX TABLE users;",),
        (
            "AccessExclusive on users_email",
            "AccessExclusive on users_pkey",
            "Share on users",
            "builds users_email under Share",
            "builds users_pkey under Share",
        ),
    ),
    Observed(
        "reindex-not-concurrent",
        ("REINDEX INDEX users_email;",),
        (
            "AccessExclusive on users_email",
            "Share on users",
            "builds users_email under Share",
        ),
    ),
    Observed(
        "reindex-not-concurrent",
        (f"{ALONE}REINDEX TABLE CONCURRENTLY users;",),
        (
            "ShareUpdateExclusive on users",
            "builds users_email_ccnew under ShareUpdateExclusive",
            "builds users_pkey_ccnew under ShareUpdateExclusive",
        ),
        fires=False,
    ),
    Observed(
        "add-primary-key",
        ("ALTER TABLE amounts ADD PRIMARY KEY (id);",),
        (
            "AccessExclusive on amounts",
            "builds amounts_pkey under AccessExclusive",
            "reads amounts under AccessExclusive",
        ),
    ),
    Observed(
        "add-primary-key",
        ("ALTER TABLE amounts ADD COLUMN number int DEFAULT 1 PRIMARY KEY;",),
        (
            "AccessExclusive on amounts",
            "builds amounts_pkey under AccessExclusive",
        ),
    ),
    Observed(
        "add-primary-key",
        ("ALTER TABLE amounts ADD CONSTRAINT amounts_pkey PRIMARY KEY USING INDEX amounts_id_idx;",),
        ("AccessExclusive on amounts",),
        fires=False,
        setup="alter table amounts alter id set not null; create unique index amounts_id_idx on amounts (id);",
    ),
    Observed(
        "redefine-primary-key",
        ("ALTER TABLE users DROP CONSTRAINT users_pkey, ADD PRIMARY KEY (id, age);",),
        (
            "AccessExclusive on users",
            "builds users_pkey under AccessExclusive",
            "reads users under AccessExclusive",
        ),
    ),
    Observed(
        "redefine-primary-key",
        (
            "ALTER TABLE users DROP CONSTRAINT users_pkey, ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_id_idx;",
        ),
        ("AccessExclusive on users",),
        fires=False,
        setup="create unique index users_id_idx on users (id);",
    ),
    Observed(
        "add-unique-constraint",
        ("ALTER TABLE users ADD CONSTRAINT users_name_key UNIQUE (name);",),
        (
            "AccessExclusive on users",
            "builds users_name_key under AccessExclusive",
        ),
    ),
    Observed(
        "add-unique-constraint",
        ("ALTER TABLE users ADD COLUMN nickname text UNIQUE;",),
        (
            "AccessExclusive on users",
            "builds users_nickname_key under AccessExclusive",
        ),
    ),
    Observed(
        "add-unique-constraint",
        ("ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email;",),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "add-exclusion",
        ("ALTER TABLE users ADD CONSTRAINT users_apart EXCLUDE (age WITH =);",),
        (
            "AccessExclusive on users",
            "builds users_apart under AccessExclusive",
        ),
    ),
    Observed(
        "add-exclusion",
        ("CREATE TABLE people (age int, CONSTRAINT people_apart EXCLUDE (age WITH =));",),
        ("builds people_apart under no lock",),
        fires=False,
    ),
    Observed(
        "add-check-validating",
        ("ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0);",),
        (
            "AccessExclusive on orders",
            "reads orders under AccessExclusive",
        ),
    ),
    Observed(
        "add-check-validating",
        ("ALTER TABLE orders ADD COLUMN rebate int, ADD CHECK (rebate >= 0);",),
        (
            "AccessExclusive on orders",
            "reads orders under AccessExclusive",
        ),
    ),
    Observed(
        "add-check-validating",
        (
            "ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;",
            "ALTER TABLE orders VALIDATE CONSTRAINT orders_total;",
        ),
        (
            "AccessExclusive on orders",
            "ShareUpdateExclusive on orders",
            "reads orders under ShareUpdateExclusive",
        ),
        fires=False,
    ),
    Observed(
        "add-check-validating",
        ("ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT ENFORCED;",),
        ("AccessExclusive on orders",),
        fires=False,
        majors=(18,),
    ),
    Observed(
        "inline-check-on-add-column",
        ("ALTER TABLE orders ADD COLUMN rebate int CHECK (rebate >= 0);",),
        (
            "AccessExclusive on orders",
            "reads orders under AccessExclusive",
        ),
    ),
    Observed(
        "inline-check-on-add-column",
        ("ALTER TABLE orders ADD COLUMN rebate int DEFAULT 0 CHECK (rebate >= 0);",),
        (
            "AccessExclusive on orders",
            "reads orders under AccessExclusive",
        ),
    ),
    Observed(
        "inline-check-on-add-column",
        ("ALTER TABLE orders ADD COLUMN rebate int; ALTER TABLE orders ADD CHECK (rebate >= 0) NOT VALID;",),
        ("AccessExclusive on orders",),
        fires=False,
    ),
    Observed(
        "add-fk-validating",
        ("ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);",),
        (
            "ShareRowExclusive on orders",
            "ShareRowExclusive on users",
            "looks up orders_user under ShareRowExclusive",
        ),
    ),
    Observed(
        "add-fk-validating",
        ("ALTER TABLE orders ADD COLUMN buyer bigint DEFAULT 1 REFERENCES users (id);",),
        (
            "AccessExclusive on orders",
            "ShareRowExclusive on users",
            "looks up orders_buyer_fkey under AccessExclusive",
        ),
    ),
    Observed(
        "add-fk-validating",
        ("ALTER TABLE orders ADD COLUMN buyer bigint, ADD FOREIGN KEY (buyer) REFERENCES users (id);",),
        (
            "AccessExclusive on orders",
            "ShareRowExclusive on users",
            "looks up orders_buyer_fkey under AccessExclusive",
        ),
    ),
    Observed(
        "add-fk-validating",
        (
            "ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;",
            "ALTER TABLE orders VALIDATE CONSTRAINT orders_user;",
        ),
        (
            "ShareRowExclusive on orders",
            "ShareRowExclusive on users",
            "ShareUpdateExclusive on orders",
            "looks up orders_user under ShareUpdateExclusive",
        ),
        fires=False,
    ),
    Observed(
        "add-fk-validating",
        ("ALTER TABLE orders ADD COLUMN buyer bigint REFERENCES users (id);",),
        (
            "AccessExclusive on orders",
            "ShareRowExclusive on users",
        ),
        least=Severity.NOTICE,
    ),
    Observed(
        "add-fk-validating",
        ("ALTER TABLE orders ADD COLUMN buyer bigint DEFAULT NULL REFERENCES users (id);",),
        (
            "AccessExclusive on orders",
            "ShareRowExclusive on users",
            "looks up orders_buyer_fkey under AccessExclusive",
        ),
    ),
    Observed(
        "add-fk-validating",
        ("CREATE TABLE visits (user_id bigint REFERENCES users (id));",),
        ("ShareRowExclusive on users",),
        least=Severity.NOTICE,
    ),
    Observed(
        "add-fk-validating",
        (
            "CREATE TABLE visits (user_id bigint); ALTER TABLE visits ADD FOREIGN KEY (user_id) REFERENCES users (id);",
        ),
        (
            "ShareRowExclusive on users",
            "ShareRowExclusive on visits",
            "looks up visits_user_id_fkey under ShareRowExclusive",
        ),
        least=Severity.NOTICE,
    ),
    Observed(
        "add-fk-validating",
        ("ALTER TABLE events ADD CONSTRAINT events_user FOREIGN KEY (id) REFERENCES users (id) NOT VALID;",),
        ("error 42809",),
        fires=False,
        majors=(15,),
    ),
    Observed(
        "add-fk-validating",
        ("ALTER TABLE events ADD CONSTRAINT events_user FOREIGN KEY (id) REFERENCES users (id) NOT VALID;",),
        (
            "ShareRowExclusive on events",
            "ShareRowExclusive on events_2026",
            "ShareRowExclusive on users",
        ),
        fires=False,
        majors=(18,),
    ),
    Observed(
        "validate-same-transaction",
        (
            "ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT orders_total;",
        ),
        (
            "AccessExclusive on orders",
            "reads orders under AccessExclusive",
        ),
    ),
    Observed(
        "validate-same-transaction",
        (
            "ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;",
        ),
        (
            "ShareRowExclusive on orders",
            "ShareRowExclusive on users",
            "looks up orders_user_id_fkey under ShareRowExclusive",
        ),
    ),
    Observed(
        "validate-same-transaction",
        ("ALTER TABLE orders ADD CHECK (total >= 0) NOT VALID, VALIDATE CONSTRAINT orders_total_check;",),
        (
            "AccessExclusive on orders",
            "reads orders under AccessExclusive",
        ),
    ),
    Observed(
        "validate-same-transaction",
        (
            "ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;",
            "ALTER TABLE orders VALIDATE CONSTRAINT orders_total;",
        ),
        (
            "AccessExclusive on orders",
            "ShareUpdateExclusive on orders",
            "reads orders under ShareUpdateExclusive",
        ),
        fires=False,
    ),
    Observed(
        "set-not-null-scan",
        ("ALTER TABLE users ALTER COLUMN email SET NOT NULL;",),
        (
            "AccessExclusive on users",
            "reads users under AccessExclusive",
        ),
    ),
    Observed(
        "set-not-null-scan",
        (
            "ALTER TABLE users ADD CONSTRAINT c CHECK (email IS NOT NULL) NOT VALID;",
            "ALTER TABLE users VALIDATE CONSTRAINT c;",
            "ALTER TABLE users ALTER COLUMN email SET NOT NULL, DROP CONSTRAINT c;",
        ),
        (
            "AccessExclusive on users",
            "ShareUpdateExclusive on users",
            "reads users under AccessExclusive",
            "reads users under ShareUpdateExclusive",
        ),
    ),
    Observed(
        "set-not-null-scan",
        (
            "ALTER TABLE users ADD CONSTRAINT c CHECK (email IS NOT NULL) NOT VALID;",
            "ALTER TABLE users VALIDATE CONSTRAINT c;",
            "ALTER TABLE users ALTER COLUMN email SET NOT NULL; ALTER TABLE users DROP CONSTRAINT c;",
        ),
        (
            "AccessExclusive on users",
            "ShareUpdateExclusive on users",
            "reads users under ShareUpdateExclusive",
        ),
        fires=False,
    ),
    Observed(
        "set-not-null-scan",
        (
            "ALTER TABLE users ADD CONSTRAINT c CHECK (age > 17 AND NOT (email IS NULL)) NOT VALID;",
            "ALTER TABLE users VALIDATE CONSTRAINT c;",
            "ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
        ),
        (
            "AccessExclusive on users",
            "ShareUpdateExclusive on users",
            "reads users under ShareUpdateExclusive",
        ),
        fires=False,
    ),
    Observed(
        "set-not-null-scan",
        (
            "ALTER TABLE users ADD CONSTRAINT c CHECK (email IS NOT NULL OR age > 17) NOT VALID;",
            "ALTER TABLE users VALIDATE CONSTRAINT c;",
            "ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
        ),
        (
            "AccessExclusive on users",
            "ShareUpdateExclusive on users",
            "reads users under AccessExclusive",
            "reads users under ShareUpdateExclusive",
        ),
    ),
    Observed(
        "set-not-null-scan",
        (
            "ALTER TABLE users ADD CONSTRAINT c CHECK (email <> '') NOT VALID;",
            "ALTER TABLE users VALIDATE CONSTRAINT c;",
            "ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
        ),
        (
            "AccessExclusive on users",
            "ShareUpdateExclusive on users",
            "reads users under AccessExclusive",
            "reads users under ShareUpdateExclusive",
        ),
    ),
    Observed(
        "set-not-null-scan",
        (
            "ALTER TABLE users ADD CONSTRAINT c CHECK (email IS NOT NULL) NOT VALID;",
            "ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
        ),
        (
            "AccessExclusive on users",
            "reads users under AccessExclusive",
        ),
    ),
    Observed(
        "set-not-null-scan",
        ("ALTER TABLE users ALTER COLUMN id SET NOT NULL;",),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "set-not-null-scan",
        (
            "ALTER TABLE users ADD COLUMN plan text DEFAULT 'free'; ALTER TABLE users ALTER COLUMN plan SET NOT NULL;",
        ),
        (
            "AccessExclusive on users",
            "reads users under AccessExclusive",
        ),
    ),
    Observed(
        "set-not-null-scan",
        ("ALTER TABLE users ADD CONSTRAINT c NOT NULL email;",),
        (
            "AccessExclusive on users",
            "reads users under AccessExclusive",
        ),
        majors=(18,),
    ),
    Observed(
        "set-not-null-scan",
        (
            "ALTER TABLE users ADD CONSTRAINT c NOT NULL email NOT VALID;",
            "ALTER TABLE users VALIDATE CONSTRAINT c;",
            "ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
        ),
        (
            "AccessExclusive on users",
            "ShareUpdateExclusive on users",
            "reads users under ShareUpdateExclusive",
        ),
        fires=False,
        majors=(18,),
    ),
    Observed(
        "set-not-null-scan",
        (
            "ALTER TABLE users ADD CONSTRAINT c NOT NULL email NOT VALID;",
            "ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
        ),
        (
            "AccessExclusive on users",
            "reads users under AccessExclusive",
        ),
        majors=(18,),
    ),
    Observed(
        "type-change-rewrite",
        ("ALTER TABLE users ALTER COLUMN age TYPE bigint;",),
        (
            "AccessExclusive on users",
            "rewrites users under AccessExclusive",
        ),
    ),
    Observed(
        "type-change-rewrite",
        ("ALTER TABLE users ALTER COLUMN name TYPE varchar(10);",),
        (
            "AccessExclusive on users",
            "rewrites users under AccessExclusive",
        ),
    ),
    Observed(
        "type-change-rewrite",
        ("ALTER TABLE users ALTER COLUMN code TYPE char(9);",),
        (
            "AccessExclusive on users",
            "rewrites users under AccessExclusive",
        ),
    ),
    Observed(
        "type-change-rewrite",
        ("ALTER TABLE users ALTER COLUMN code TYPE text;",),
        (
            "AccessExclusive on users",
            "rewrites users under AccessExclusive",
        ),
    ),
    Observed(
        "type-change-rewrite",
        ("ALTER TABLE users ALTER COLUMN born TYPE timestamp(3);",),
        (
            "AccessExclusive on users",
            "rewrites users under AccessExclusive",
        ),
    ),
    Observed(
        "type-change-rewrite",
        ("ALTER TABLE orders ALTER COLUMN total TYPE numeric(12,3);",),
        (
            "AccessExclusive on orders",
            "rewrites orders under AccessExclusive",
        ),
    ),
    Observed(
        "type-change-rewrite",
        ("ALTER TABLE users ALTER COLUMN age TYPE int USING age + 1;",),
        (
            "AccessExclusive on users",
            "rewrites users under AccessExclusive",
        ),
    ),
    Observed(
        "type-change-rewrite",
        ("ALTER TABLE users ALTER COLUMN age TYPE positive;",),
        (
            "AccessExclusive on users",
            "rewrites users under AccessExclusive",
        ),
    ),
    Observed(
        "type-change-rewrite",
        ("SET TIME ZONE 'Europe/Oslo'; ALTER TABLE users ALTER COLUMN born TYPE timestamptz;",),
        (
            "AccessExclusive on users",
            "rewrites users under AccessExclusive",
        ),
    ),
    Observed(
        "type-change-rewrite",
        ("SET TIME ZONE 'UTC'; ALTER TABLE users ALTER COLUMN born TYPE timestamptz;",),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "type-change-rewrite",
        ("ALTER TABLE users ALTER COLUMN name TYPE varchar(40);",),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "type-change-rewrite",
        ("ALTER TABLE users ALTER COLUMN name TYPE text USING name::text;",),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "type-change-rewrite",
        ("ALTER TABLE users ALTER COLUMN email TYPE varchar;",),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "type-change-rewrite",
        ("ALTER TABLE orders ALTER COLUMN total TYPE numeric(12,2);",),
        ("AccessExclusive on orders",),
        fires=False,
    ),
    Observed(
        "type-change-rewrite",
        ("ALTER TABLE orders ALTER COLUMN total TYPE numeric;",),
        ("AccessExclusive on orders",),
        fires=False,
    ),
    Observed(
        "type-change-rewrite",
        ("ALTER TABLE users ALTER COLUMN network TYPE inet;",),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "type-change-rewrite",
        ("ALTER TABLE users ALTER COLUMN born TYPE timestamp(6);",),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "type-change-rewrite",
        ("ALTER TABLE users ALTER COLUMN age TYPE bigint;",),
        ("error 0A000",),
        setup="create view ages as select age from users;",
    ),
    Observed(
        "type-change-rewrite",
        ("SET TIME ZONE 'UTC'; ALTER TABLE amounts ALTER COLUMN paid TYPE timestamptz;",),
        ("AccessExclusive on amounts", "builds amounts_paid under AccessExclusive"),
    ),
    Observed(
        "type-change-rewrite",
        ("ALTER TABLE orders ALTER COLUMN total TYPE numeric(12,2) USING (total)::numeric(12,2);",),
        ("AccessExclusive on orders",),
        fires=False,
    ),
    Observed(
        "collation-change-reindex",
        ('ALTER TABLE users ALTER COLUMN email TYPE text COLLATE "C";',),
        (
            "AccessExclusive on users",
            "builds users_email under AccessExclusive",
        ),
    ),
    Observed(
        "collation-change-reindex",
        ('ALTER TABLE users ALTER COLUMN name TYPE varchar(20) COLLATE "C";',),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "column-default-rewrite",
        ("ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();",),
        (
            "AccessExclusive on users",
            "rewrites users under AccessExclusive",
        ),
    ),
    Observed(
        "column-default-rewrite",
        ("ALTER TABLE users ADD COLUMN seen timestamptz DEFAULT clock_timestamp();",),
        (
            "AccessExclusive on users",
            "rewrites users under AccessExclusive",
        ),
    ),
    Observed(
        "column-default-rewrite",
        ("ALTER TABLE users ADD COLUMN number bigint DEFAULT nextval('numbers');",),
        (
            "AccessExclusive on users",
            "rewrites users under AccessExclusive",
        ),
        setup="create sequence numbers;",
    ),
    Observed(
        "column-default-rewrite",
        ("ALTER TABLE users ADD COLUMN share double precision DEFAULT coalesce(random(), 0);",),
        (
            "AccessExclusive on users",
            "rewrites users under AccessExclusive",
        ),
    ),
    Observed(
        "column-default-rewrite",
        (
            "ALTER TABLE users ADD COLUMN token uuid; ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();",
        ),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "column-default-rewrite",
        ("ALTER TABLE users ADD COLUMN active boolean NOT NULL DEFAULT true;",),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "column-default-rewrite",
        ("ALTER TABLE users ADD COLUMN made timestamptz NOT NULL DEFAULT now();",),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "column-default-rewrite",
        (
            "ALTER TABLE users ADD COLUMN day date DEFAULT current_date, ADD COLUMN price numeric(10,2) DEFAULT '0'::numeric(10,2);",
        ),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "column-default-rewrite",
        ("ALTER TABLE users ADD COLUMN seen timestamp DEFAULT timezone('utc', now());",),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "stored-generated-column",
        ("ALTER TABLE orders ADD COLUMN gross numeric GENERATED ALWAYS AS (total * 1.2) STORED;",),
        (
            "AccessExclusive on orders",
            "rewrites orders under AccessExclusive",
        ),
    ),
    Observed(
        "stored-generated-column",
        ("ALTER TABLE orders ADD COLUMN gross numeric GENERATED ALWAYS AS (total * 1.2) VIRTUAL;",),
        ("AccessExclusive on orders",),
        fires=False,
        majors=(18,),
    ),
    Observed(
        "stored-generated-column",
        ("ALTER TABLE sums ALTER COLUMN twice SET EXPRESSION AS (a * 3);",),
        (
            "AccessExclusive on sums",
            "rewrites sums under AccessExclusive",
        ),
        setup="create table sums (a int, twice int generated always as (a * 2) stored);",
        majors=(18,),
    ),
    Observed(
        "serial-or-identity-column",
        ("ALTER TABLE users ADD COLUMN number bigserial;",),
        (
            "AccessExclusive on users",
            "rewrites users under AccessExclusive",
        ),
    ),
    Observed(
        "serial-or-identity-column",
        ("ALTER TABLE users ADD COLUMN number int GENERATED BY DEFAULT AS IDENTITY;",),
        (
            "AccessExclusive on users",
            "rewrites users under AccessExclusive",
        ),
    ),
    Observed(
        "serial-or-identity-column",
        (
            "ALTER TABLE users ADD COLUMN number bigint; CREATE SEQUENCE users_number_seq OWNED BY users.number; ALTER TABLE users ALTER COLUMN number SET DEFAULT nextval('users_number_seq');",
        ),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "serial-or-identity-column",
        ("ALTER TABLE users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;",),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "constrained-domain-column",
        ("CREATE DOMAIN odd AS int CHECK (value % 2 = 1); ALTER TABLE users ADD COLUMN number odd;",),
        (
            "AccessExclusive on users",
            "rewrites users under AccessExclusive",
        ),
    ),
    Observed(
        "constrained-domain-column",
        ("CREATE DOMAIN there AS int NOT NULL; ALTER TABLE users ADD COLUMN number there DEFAULT 1;",),
        (
            "AccessExclusive on users",
            "rewrites users under AccessExclusive",
        ),
    ),
    Observed(
        "constrained-domain-column",
        ("CREATE DOMAIN odd AS int CHECK (value % 2 = 1); ALTER TABLE users ALTER COLUMN age TYPE odd;",),
        (
            "AccessExclusive on users",
            "rewrites users under AccessExclusive",
        ),
    ),
    Observed(
        "constrained-domain-column",
        ("CREATE DOMAIN any_int AS int; ALTER TABLE users ADD COLUMN number any_int;",),
        ("AccessExclusive on users",),
        fires=False,
    ),
    Observed(
        "domain-add-constraint",
        ("ALTER DOMAIN plain ADD CONSTRAINT odd CHECK (value % 2 = 1);",),
        ("Share on amounts",),
    ),
    Observed("domain-add-constraint", ("ALTER DOMAIN plain SET NOT NULL;",), ("Share on amounts",)),
    Observed(
        "domain-add-constraint",
        ("ALTER DOMAIN plain ADD CONSTRAINT odd CHECK (value % 2 = 1) NOT VALID;",),
        (),
        fires=False,
    ),
    Observed(
        "domain-add-constraint",
        ("ALTER DOMAIN plain VALIDATE CONSTRAINT odd;",),
        ("Share on amounts",),
        setup="alter domain plain add constraint odd check (value % 2 = 1) not valid;",
        least=Severity.NOTICE,
    ),
)
