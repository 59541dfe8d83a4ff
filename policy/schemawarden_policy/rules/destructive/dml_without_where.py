"""Every row of a table is changed or deleted.

## What it sees
`DELETE` and `UPDATE` without a predicate, or with one that holds for every row: `WHERE 1`, `1 = 1`, `id = id`, `NOT 0`,
`id IN (SELECT id FROM t)`, `x IS NULL OR x IS NOT NULL` and their relatives, or with one that asks a function whose answer
changes from row to row (`random() < 0.5`) and nothing else that holds the rows to a few; also behind a `WITH`. Not on a table
that the same change set created. An `UPDATE` that only fills columns which the change set added loses nothing, and is told
without the mark of lost data.

## Why it hurts
A `DELETE` without a predicate empties the table, and an `UPDATE` overwrites what was there; both lock the rows, on SQLite the
whole database, for as long as they take. Linters that look for the word WHERE don't see them.

## Instead
Say which rows are meant.

```sql
UPDATE users SET active = 1 WHERE active IS NULL AND id BETWEEN 1 AND 1000;
```

## Example

```sql
DELETE FROM users WHERE id = id;
UPDATE users SET active = 0;
```

## When to allow it
When every row is really meant and a backup holds the old values: approve the plan.

## References
- Bytebase STATEMENT_WHERE_REQUIRE_UPDATE_DELETE, pgfence delete-without-where and update-in-migration
- threats D05
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import DeleteRows, UpdateRows
from schemawarden_policy.consequences import consequences
from schemawarden_policy.lifetimes import Lifetimes, steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.parse.postgres_calls import volatilities
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings

_CHANCE = ("rand", "random", "randomblob", "uuid", "uuid_short", "sleep")
"""What MySQL and SQLite call so."""
_CLOCK = ("clock_timestamp", "timeofday")
"""They change from row to row, and by so little that the rows are the same."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, before = names_of(migration, settings), migration.facts.before
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, DeleteRows | UpdateRows) or not takes_any(change):
            continue
        if not lifetimes.alone(change.table, change.schema):
            message = _message(change) + consequences(change, before, names)
            table, lost = shown(change.table, change.schema), not _fills_new(change, lifetimes)
            yield Sighting(statement.place, message, _suggestion(change), (table,), destructive=lost)


def takes_any(change: DeleteRows | UpdateRows) -> bool:
    """Nothing tells which rows it takes: all of them, or those that chance chooses."""
    chance = any(
        each in _CHANCE or volatilities().get(each) == "v" for each in change.calls if each not in _CLOCK
    )
    return change.always_true or (chance and not change.bounds)


def _fills_new(change: DeleteRows | UpdateRows, lifetimes: Lifetimes) -> bool:
    """Only columns get values that the change set added: there was nothing to overwrite."""
    columns = change.columns if isinstance(change, UpdateRows) else ()
    table, schema = change.table, change.schema
    return bool(columns) and all(lifetimes.added(table, column, schema) for column in columns)


def _message(change: DeleteRows | UpdateRows) -> str:
    why = f"WHERE {change.where} holds for every row" if change.where else "there is no WHERE"
    verb = "DELETE empties" if isinstance(change, DeleteRows) else "UPDATE overwrites every row of"
    if change.where in ("ON CONFLICT", "ON DUPLICATE KEY"):
        why = "the upsert takes its rows from a query"
        verb = "UPDATE may overwrite any row of"
    elif not change.always_true:
        why = f"WHERE {change.where} says nothing of which"
        verb = (
            "DELETE takes any rows of" if isinstance(change, DeleteRows) else "UPDATE overwrites any rows of"
        )
    return f"{verb} {shown(change.table, change.schema)}: {why}."


def _suggestion(change: DeleteRows | UpdateRows) -> str:
    return f"Name the rows of {shown(change.table, change.schema)} that are meant: WHERE <column> = <value>."


RULE = Rule(
    "dml-without-where",
    "destructive",
    Severity.ERROR,
    ALL,
    _check,
    aliases=("STATEMENT_WHERE_REQUIRE_UPDATE_DELETE", "delete-without-where", "update-in-migration"),
    sees=(DeleteRows, UpdateRows),
)
