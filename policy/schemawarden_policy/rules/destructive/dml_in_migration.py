"""Rows that exist are changed or deleted.

## What it sees
`UPDATE` and `DELETE` with a predicate, the branches of a `MERGE`, and the `DO UPDATE` of an upsert, on a table that existed
before the change set.

## Why it hurts
Atlas's linter says nothing about rows, and a schema diff does not show them. The statement may touch one row or nearly all,
and nothing brings the old values back.

## Instead
Change data in a plan of its own, in batches, with the predicate checked by a `SELECT count(*)` first. Rows of tables that
are new need no such care:

```sql
CREATE TABLE plans (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO plans (id, name) VALUES (1, 'free');
UPDATE plans SET name = 'Free' WHERE id = 1;
```

## Example

```sql
DELETE FROM sessions WHERE expires_at < 1700000000;
UPDATE users SET plan = 'free' WHERE plan IS NULL;
```

## When to allow it
For a backfill whose predicate is right: approve the plan.

## References
- pgfence update-in-migration
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
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, DeleteRows | UpdateRows) or change.always_true:
            continue
        if not lifetimes.born(change.table, change.schema):
            verb = "DELETE removes" if isinstance(change, DeleteRows) else "UPDATE changes"
            table, spelt = shown(change.table, change.schema), names.sql(change.table, change.schema)
            where = change.where or ""
            count = f"SELECT count(*) FROM {spelt} WHERE {where};  -- look first"  # noqa: S608 - shown, never run
            then = consequences(change, migration.facts.before, names)
            message = f"{verb} rows of {table} where {_words(where)}; no schema check sees which.{then}"
            suggestion = "Check which rows match first." if where.startswith(_NO_PREDICATES) else count
            yield Sighting(statement.place, message, suggestion, (table,))


_NO_PREDICATES = ("ON CONFLICT", "MERGE ON ")


def _words(where: str) -> str:
    return f"a MERGE decides on {where.removeprefix('MERGE ON ')}" if where.startswith("MERGE ON ") else where


RULE = Rule(
    "dml-in-migration",
    "destructive",
    Severity.WARNING,
    ALL,
    _check,
    aliases=("update-in-migration", "delete-rows"),
)
