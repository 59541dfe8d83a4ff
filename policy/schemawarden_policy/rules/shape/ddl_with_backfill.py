"""Rows are filled in bulk in the transaction that changes a table's definition.

## What it sees
An `UPDATE` or `DELETE` without bounds, or an `INSERT ... SELECT` into a table that was there, in one transaction

- behind a definition that locks a table which existed before the change set, whichever table that is; or
- before a definition that locks the same table.

Bounds are a `LIMIT`, or a comparison of a key's column with literals by `=`, `IN`, `BETWEEN` or a pair of `<` and `>`; with bounds on
another column it is a warning. Tables that the change set creates don't count. An `INSERT ... SELECT` behind an ACCESS EXCLUSIVE lock is statement-after-ae-lock's. On MySQL and
MariaDB, where each definition commits what is open, one file is enough, and it is a warning. On SQLite, where one writer at a time
holds the whole file anyway, the rule does not apply.

## Why it hurts
The definition takes a moment and keeps its lock to the end of the transaction: until the last row is written, nobody can write
the table, mostly not even read it. The other way round, the rows stay locked while the definition waits for its turn behind the
queries that run. On MySQL and MariaDB a failure in the middle leaves the definition without the rows, and the file can't run again.

## Instead
Change the definition in one file. Fill the rows in a later one, in batches that each commit by themselves.

```sql
ALTER TABLE users ADD COLUMN plan text;
UPDATE users SET plan = 'free' WHERE id BETWEEN 1 AND 10000;
```

## Example

```sql
ALTER TABLE users ADD COLUMN plan text;
UPDATE users SET plan = 'free' WHERE plan IS NULL;
```

## When to allow it
When the table is small: approve the plan.

## References
- pgfence update-in-migration, MigrationPilot MP011, MP067, MP080, strong_migrations "Backfilling data"
- [Explicit locking](https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES),
  [Statements that cause an implicit commit](https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from schemawarden_policy.batches import bounded
from schemawarden_policy.change import Change, DeleteRows, InsertRows, UpdateRows
from schemawarden_policy.lifetimes import Lifetimes, steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.rules.destructive.dml_in_migration import held_to_few
from schemawarden_policy.settings import Settings
from schemawarden_policy.situation import situations
from schemawarden_policy.statement import Kind, Place, Statement
from schemawarden_policy.table_locks import TableLock, stopping

_DEFINES = (Kind.CREATE, Kind.ALTER, Kind.DROP)
_ROWS = (UpdateRows, DeleteRows, InsertRows)


@dataclass(slots=True)
class _Unit:
    """What runs in one transaction, or on MySQL in one file."""

    locks: list[tuple[int, TableLock]] = field(default_factory=list)
    """(statement, lock) of each definition."""
    filled: list[tuple[Statement, UpdateRows | DeleteRows | InsertRows]] = field(default_factory=list)


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, runs = names_of(migration, settings), situations(migration)
    mysql = migration.dialect in MYSQL
    units: dict[str | int, _Unit] = {}
    for statement, change, lifetimes in steps(migration, settings):
        place = statement.place
        key = place.file if mysql else runs[place.file, place.statement].transaction
        if key is not None:
            _note(units.setdefault(key, _Unit()), statement, change, lifetimes)
    for unit in units.values():
        for statement, rows in unit.filled:
            place, severity = statement.place, _severity(statement, rows, migration, names)
            if severity and (held := _held(unit, place, rows, names, mysql)):
                yield _sighting(place, rows, held, names, severity, mysql)


def _note(unit: _Unit, statement: Statement, change: Change, lifetimes: Lifetimes) -> None:
    if statement.kind in _DEFINES:
        unit.locks += [(statement.place.statement, lock) for lock in stopping(change, lifetimes)]
    elif isinstance(change, _ROWS) and not lifetimes.born(change.table, change.schema):
        unit.filled.append((statement, change))


def _severity(
    statement: Statement, rows: UpdateRows | DeleteRows | InsertRows, migration: Migration, names: Names
) -> Severity | None:
    """None when the rows are few."""
    if isinstance(rows, InsertRows):
        few = bounded(rows)
    else:
        table = names.find(migration.facts.before, rows.table, rows.schema)
        few = held_to_few(statement, rows, table, names)
    if few:
        return None
    return Severity.WARNING if rows.bounds or migration.dialect in MYSQL else Severity.ERROR


def _held(
    unit: _Unit, place: Place, rows: UpdateRows | DeleteRows | InsertRows, names: Names, mysql: bool
) -> str:
    """The table that is locked beside the rows' change; empty when that does no harm."""
    before = [lock for at, lock in unit.locks if at < place.statement]
    if isinstance(rows, InsertRows) and not mysql and any(lock.mode == "AccessExclusive" for lock in before):
        return ""
    own = names.key(rows.table, rows.schema)
    after = [lock for at, lock in unit.locks if at > place.statement and names.key_of(lock.table) == own]
    return next((lock.words for lock in (*before, *after)), "")


def _sighting(
    place: Place,
    rows: UpdateRows | DeleteRows | InsertRows,
    held: str,
    names: Names,
    severity: Severity,
    mysql: bool,
) -> Sighting:
    table = shown(rows.table, rows.schema)
    verb = {UpdateRows: "UPDATE changes", DeleteRows: "DELETE removes", InsertRows: "INSERT copies"}[
        type(rows)
    ]
    why = (
        f"in the file that alters {held}: a failure in between leaves half of it done"
        if mysql
        else f"in the transaction that alters {held}, whose lock is held until the last row is done"
    )
    return Sighting(
        place,
        f"{verb} rows of {table} in bulk {why}.",
        _batches(rows, names),
        (table,),
        severity,
    )


def _batches(rows: UpdateRows | DeleteRows | InsertRows, names: Names) -> str:
    spelt = names.sql(rows.table, rows.schema)
    batch = {UpdateRows: f"UPDATE {spelt} SET ...", DeleteRows: f"DELETE FROM {spelt}"}  # noqa: S608 - shown, never run
    words = batch.get(type(rows), f"INSERT INTO {spelt} SELECT ...")
    return (
        f"-- atlas:txmode none\n\n{words} WHERE id BETWEEN 1 AND 10000;  -- in a later file, batch by batch"
    )


RULE = Rule(
    "ddl-with-backfill",
    "shape",
    Severity.ERROR,
    POSTGRESQL | MYSQL,
    _check,
    aliases=("update-in-migration", "MP011", "MP067", "MP080", "change_column_null"),
    sees=_ROWS,
    scales=True,
)
