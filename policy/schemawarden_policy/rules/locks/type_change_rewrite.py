"""A column's type changes, and the whole table is written anew.

## What it sees
`ALTER COLUMN ... TYPE` on a table that existed before the change set, unless the rehearsal or the column's known type shows
that the stored values stay as they are:
- the same type; a longer or unlimited `varchar` or `varbit`; `varchar` to `text` and back without a length
- `numeric` of more digits and the same scale, or unlimited; more digits of a second in `time` and `timestamp`
- `cidr` to `inet`, `xml` to `text`, `citext` to `text` and back
- `timestamp` to `timestamptz` and back without a length, in a session whose time zone is UTC (PostgreSQL 12 and later)

`USING` counts when it is more than the column and a cast. A type that is not known is an error: also a domain, which is free
over the same base unless it asks something of its values. Where the values stay but their order is another (`citext`, time
zones), an index on the column is built anew: a warning.

## Why it hurts
PostgreSQL copies each row and builds each index under AccessExclusive: nobody reads or writes the table meanwhile, and it
needs as much disk space again. It refuses to change a column that a view uses.

## Instead
Add a column of the new type, keep it up to date by a trigger, fill it in batches, switch readers over, and drop the old one in
a later plan.

```sql
ALTER TABLE orders ADD COLUMN total_new bigint;
```

## Example

```sql
ALTER TABLE orders ALTER COLUMN total TYPE bigint;
```

## When to allow it
When the table is small, or everybody may wait: approve the plan. Where the table's size is known, a small one makes it a
warning.

## References
- Atlas PG301, squawk changing-column-type, eugene E5, E10, strong_migrations change_column, change_column_constraint
- [ALTER TABLE, notes](https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES)
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from schemawarden_policy.change import AlterColumnType
from schemawarden_policy.column_types import ColumnTypes
from schemawarden_policy.indexes import may_be_indexed
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.postgres_types import TypeChange, rebuilds_indexes, type_change
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.rules.destructive.narrowing_type import only_a_cast
from schemawarden_policy.settings import Settings
from schemawarden_policy.situation import situations
from schemawarden_policy.statement import Statement
from schemawarden_policy.under_lock import run_of
from schemawarden_policy.version import older


class _Cost(Enum):
    NONE = 0
    INDEXES = 1
    TABLE = 2


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, zones = names_of(migration, settings), _time_zones(migration)
    types = ColumnTypes(migration.facts.before, names)
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, AlterColumnType) and not lifetimes.born(change.table, change.schema):
            old = types.of(change.table, change.column, change.schema)
            zone = zones[statement.place.file, statement.place.statement]
            cost = _rehearsed(migration, statement, change, names)
            cost = cost or _by_types(change, old, zone, indexed=_indexed(migration, change, names))
            if cost is not _Cost.NONE:
                yield _sighting(statement, change, old, cost, names)
        types.follow(change)


def _time_zones(migration: Migration) -> dict[tuple[str, int], str]:
    """(file, statement) -> the session's time zone, where timestamps of before and after can be stored alike."""
    if older(migration, 12):
        return dict.fromkeys(situations(migration), "")
    known = migration.facts.time_zone
    return {place: how.time_zone or known for place, how in situations(migration).items()}


def _rehearsed(
    migration: Migration, statement: Statement, change: AlterColumnType, names: Names
) -> _Cost | None:
    """What the rehearsal saw; None when there was none."""
    run = run_of(migration, statement.place)
    if run is None:
        return None
    if ".".join(names.key(change.table, change.schema)) in run.rewrites:
        return _Cost.TABLE
    return _Cost.INDEXES if run.rewrites and not change.collation else _Cost.NONE


def _by_types(change: AlterColumnType, old: str, zone: str, *, indexed: bool) -> _Cost:
    if not only_a_cast(change) or type_change(old, change.type, zone) is not TypeChange.FREE:
        return _Cost.TABLE
    return _Cost.INDEXES if indexed and rebuilds_indexes(old, change.type) else _Cost.NONE


def _indexed(migration: Migration, change: AlterColumnType, names: Names) -> bool:
    return may_be_indexed(names.find(migration.facts.before, change.table, change.schema), change.column)


def _sighting(statement: Statement, change: AlterColumnType, old: str, cost: _Cost, names: Names) -> Sighting:
    table = shown(change.table, change.schema)
    becomes = f"{table}.{change.column} becomes {change.type}"
    what = f"{table} is written anew" if cost is _Cost.TABLE else f"its indexes in {table} are built anew"
    unknown = "" if old or cost is _Cost.INDEXES else " (its type before is not known)"
    spelt, new = names.sql(change.table, change.schema), names.sql(f"{change.column}_new")
    return Sighting(
        statement.place,
        f"{becomes}{unknown}: {what} while nobody reads or writes it.",
        f"ALTER TABLE {spelt} ADD COLUMN {new} {change.type};  -- fill it in batches, then switch over",
        (f"{table}.{change.column}",),
        None if cost is _Cost.TABLE else Severity.WARNING,
    )


RULE = Rule(
    "type-change-rewrite",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=(
        "PG301",
        "changing-column-type",
        "E5",
        "E10",
        "change_column",
        "change_column_constraint",
        "MP007",
        "PG301P",
    ),
    sees=(AlterColumnType,),
    scales=True,
    facts=("before", "runs", "time_zone"),
)
