"""A stored generated column makes the whole table be written anew.

## What it sees
`ADD COLUMN ... GENERATED ALWAYS AS (...) STORED`, and `ALTER COLUMN ... SET EXPRESSION` of a column that is not known to be
virtual (PostgreSQL 17 and later), on a table that existed before the change set. Not where the rehearsal on PostgreSQL saw no
rewrite, nor where the statement tells MySQL or MariaDB to refuse a copy (`ALGORITHM`, `LOCK`). SQLite refuses such a column
(lite-unsupported-alter).

## Why it hurts
PostgreSQL computes the value of each row and copies the table and its indexes under AccessExclusive: nobody reads or writes it
meanwhile. MySQL and MariaDB copy the table while nobody writes to it.

## Instead
On MySQL, MariaDB and from PostgreSQL 18 on, make the column virtual: it is computed when it is read, and adding it costs
nothing. Else: a plain column, a trigger that fills it for rows to come, and the old rows in batches.

```sql
ALTER TABLE orders ADD COLUMN gross numeric(12,2);
```

## Example

```sql
ALTER TABLE orders ADD COLUMN gross numeric(12,2) GENERATED ALWAYS AS (net * 1.2) STORED;
```

## When to allow it
When the table is small: approve the plan. Where the table's size is known, a small one makes it a warning.

## References
- Atlas PG309, MY140, squawk adding-field-with-default, eugene E11, strong_migrations add_column_generated_stored
- [Generated columns](https://www.postgresql.org/docs/current/ddl-generated-columns.html)
- measured on PostgreSQL 15 and 18, and on MariaDB 10.11 (COPY, LOCK=SHARED; VIRTUAL is INSTANT). MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AlterTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import clauses
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Statement
from schemawarden_policy.under_lock import kept_storage
from schemawarden_policy.version import at_least


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AddColumn | AlterTable) or lifetimes.born(change.table, change.schema):
            continue
        column = _computed(migration, change, names)
        if column and not _kept(migration, statement, names.key(change.table, change.schema)):
            table = shown(change.table, change.schema)
            nobody = "reads or writes" if names.dialect is Dialect.POSTGRESQL else "writes to"
            yield Sighting(
                statement.place,
                f"The values of {table}.{column} are computed for each row: {table} is written anew while nobody {nobody} it.",
                _safer(migration, change, names),
                (f"{table}.{column}",),
            )


def _kept(migration: Migration, statement: Statement, table: tuple[str, str]) -> bool:
    """The rehearsal saw no rewrite. Only PostgreSQL's tells of them; MySQL can be told to refuse one."""
    if clauses(statement).refuse_a_copy:
        return True
    return migration.dialect is Dialect.POSTGRESQL and kept_storage(
        migration, statement.place, ".".join(table)
    )


def _computed(migration: Migration, change: AddColumn | AlterTable, names: Names) -> str:
    """The stored generated column whose values are computed now; empty when there is none."""
    if isinstance(change, AddColumn):
        return change.column.name if change.column.generated == "STORED" else ""
    if change.form != "SET EXPRESSION":
        return ""
    table = names.find(migration.facts.before, change.table, change.schema)
    kinds = {column.name: column.generated for column in (table.columns if table else ())}
    return "" if kinds.get(change.name) == "VIRTUAL" else change.name


def _safer(migration: Migration, change: AddColumn | AlterTable, names: Names) -> str:
    table = names.sql(change.table, change.schema)
    if isinstance(change, AlterTable):
        return f"ALTER TABLE {table} ADD COLUMN ...;  -- another one, filled in batches, then switch over"
    column = change.column
    head = f"ALTER TABLE {table} ADD COLUMN {names.sql(column.name)} {column.type}"
    virtual = f"{head} GENERATED ALWAYS AS ({column.expression}) VIRTUAL"
    if names.dialect is not Dialect.POSTGRESQL:
        return f"{virtual}, ALGORITHM=INSTANT;"
    if migration.facts.server_version and at_least(migration, 18):
        return f"{virtual};"
    return f"{head};  -- plain; a trigger for rows to come, the old rows in batches"


RULE = Rule(
    "stored-generated-column",
    "locks",
    Severity.ERROR,
    POSTGRESQL | MYSQL,
    _check,
    aliases=("PG309", "MY140", "adding-field-with-default", "E11", "add_column_generated_stored", "MP062"),
    sees=(AddColumn, AlterTable),
    scales=True,
    facts=("before", "runs"),
)
