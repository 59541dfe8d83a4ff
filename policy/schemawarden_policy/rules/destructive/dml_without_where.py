"""Every row of a table is changed or deleted.

## What it sees
`DELETE` and `UPDATE` without a predicate, or with one that holds for every row: `WHERE 1`, `1 = 1`, `id = id`, `NOT 0`,
`id IN (SELECT id FROM t)`, `x IS NULL OR x IS NOT NULL` and their relatives; also behind a `WITH`. Not on a table that the
same change set created.

## Why it hurts
A `DELETE` without a predicate empties the table, and an `UPDATE` overwrites what was there; both lock the rows, on SQLite the
whole database, for as long as they take. Linters that look for the word WHERE don't see them.

## Instead
Say which rows are meant.

```sql
UPDATE users SET active = 1 WHERE active IS NULL;
```

## Example

```sql
DELETE FROM users WHERE id = id;
UPDATE users SET active = 0;
```

## When to allow it
When every row is really meant and a backup holds the old values: approve the plan.

## References
- Bytebase STATEMENT_WHERE_REQUIRE_UPDATE_DELETE
- threats D05
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import DeleteRows, UpdateRows
from schemawarden_policy.consequences import consequences
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, before = names_of(migration, settings), migration.facts.before
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, DeleteRows | UpdateRows) or not change.always_true:
            continue
        if not lifetimes.born(change.table, change.schema):
            message = _message(change) + consequences(change, before, names)
            table = shown(change.table, change.schema)
            yield Sighting(statement.place, message, _suggestion(change), (table,))


def _message(change: DeleteRows | UpdateRows) -> str:
    why = f"WHERE {change.where} holds for every row" if change.where else "there is no WHERE"
    verb = "DELETE empties" if isinstance(change, DeleteRows) else "UPDATE overwrites every row of"
    return f"{verb} {shown(change.table, change.schema)}: {why}."


def _suggestion(change: DeleteRows | UpdateRows) -> str:
    return f"Name the rows of {shown(change.table, change.schema)} that are meant: WHERE <column> = <value>."


RULE = Rule(
    "dml-without-where",
    "destructive",
    Severity.ERROR,
    ALL,
    _check,
    destructive=True,
    aliases=("STATEMENT_WHERE_REQUIRE_UPDATE_DELETE", "delete-without-where"),
)
