"""A column of a domain that asks something of its values.

## What it sees
`ADD COLUMN` and `ALTER COLUMN ... TYPE` with a domain that the change set creates with a CHECK or NOT NULL, or gives one to,
on a table that existed before it: a warning. `CREATE DOMAIN` with a CHECK or NOT NULL: a notice. Not where the rehearsal saw
no rewrite; a domain without constraints costs nothing. What an older domain asks is not known from the text: the rehearsal
shows it (rewrite-under-lock).

## Why it hurts
PostgreSQL checks the value in each row by writing the table anew under AccessExclusive: nobody reads or writes it meanwhile.
And a domain's constraint is hard to change later: every table that uses it is read for that.

## Instead
A plain type, and the check on the table, `NOT VALID` first.

```sql
ALTER TABLE orders ADD COLUMN rebate int;
ALTER TABLE orders ADD CONSTRAINT orders_rebate CHECK (rebate >= 0) NOT VALID;
```

## Example

```sql
CREATE DOMAIN positive AS int CHECK (value > 0);
ALTER TABLE orders ADD COLUMN rebate positive;
```

## When to allow it
When the table is small: approve the plan.

## References
- squawk ban-create-domain-with-constraint, MigrationPilot MP043
- [CREATE DOMAIN](https://www.postgresql.org/docs/current/sql-createdomain.html)
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AlterColumnType, AlterObject, Change, CreateObject
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place
from schemawarden_policy.under_lock import kept_storage


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    asking: set[tuple[str, str]] = set()
    for statement, change, lifetimes in steps(migration, settings):
        if asks := _asking(change, names):
            asking.add(asks)
        if isinstance(change, CreateObject) and asks:
            yield _domain(statement.place, change)
        if not isinstance(change, AddColumn | AlterColumnType) or _domain_of(change, names) not in asking:
            continue
        key = ".".join(names.key(change.table, change.schema))
        if not lifetimes.born(change.table, change.schema) and not kept_storage(
            migration, statement.place, key
        ):
            yield _column(statement.place, change, names)


def _asking(change: Change, names: Names) -> tuple[str, str] | None:
    """The domain that asks something of its values from here on. Types are upper case in a column's definition."""
    if isinstance(change, CreateObject) and change.object == "domain" and change.check:
        return _key(change.name, change.schema, names)
    if isinstance(change, AlterObject) and change.object == "domain":
        constrains = change.form.startswith(("ADD CONSTRAINT", "SET NOT NULL"))
        return _key(change.name, change.schema, names) if constrains else None
    return None


def _domain_of(change: AddColumn | AlterColumnType, names: Names) -> tuple[str, str]:
    written = change.column.type if isinstance(change, AddColumn) else change.type
    schema, _, name = written.rpartition(".")
    return _key(name, schema, names)


def _key(name: str, schema: str, names: Names) -> tuple[str, str]:
    return (schema or names.home).upper(), name.upper()


def _domain(place: Place, change: CreateObject) -> Sighting:
    name = shown(change.name, change.schema)
    message = (
        f"What domain {name} asks of its values is hard to change: every table that uses it is read for that."
    )
    return Sighting(
        place, message, "A plain type, and CHECK constraints on the tables.", (name,), Severity.NOTICE
    )


def _column(place: Place, change: AddColumn | AlterColumnType, names: Names) -> Sighting:
    table, spelt = shown(change.table, change.schema), names.sql(change.table, change.schema)
    added = isinstance(change, AddColumn)
    column = change.column.name if isinstance(change, AddColumn) else change.column
    kind = change.column.type if isinstance(change, AddColumn) else change.type
    rest = f"ADD COLUMN {names.sql(column)} <plain type>;\n" if added else ""
    head = f"ALTER TABLE {spelt} {rest}" if rest else ""
    return Sighting(
        place,
        f"{kind.lower()} asks something of its values: {table} is written anew for {column} while nobody reads or writes it.",
        f"{head}ALTER TABLE {spelt} ADD CONSTRAINT {names.sql(f'{change.table}_{column}_check')} CHECK (...) NOT VALID;",
        (f"{table}.{column}",),
    )


RULE = Rule(
    "constrained-domain-column",
    "locks",
    Severity.WARNING,
    POSTGRESQL,
    _check,
    aliases=("ban-create-domain-with-constraint", "MP043"),
    sees=(CreateObject, AlterObject),
    scales=True,
    facts=("runs",),
)
