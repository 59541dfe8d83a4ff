"""Rows that exist are changed or deleted.

## What it sees
`UPDATE` and `DELETE` with a predicate, and the `DO UPDATE` of an upsert, on a table that existed before the change set.

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
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.spelling import ident


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change, lifetimes in steps(migration):
        if not isinstance(change, DeleteRows | UpdateRows) or change.always_true:
            continue
        if not lifetimes.born(change.table, change.schema):
            verb = "DELETE removes" if isinstance(change, DeleteRows) else "UPDATE changes"
            count = f"SELECT count(*) FROM {ident(change.table)} WHERE {change.where};  -- look first"  # noqa: S608 - shown, never run
            message = f"{verb} rows of {change.table} where {change.where}; no schema check sees which."
            suggestion = count if change.where != "ON CONFLICT" else "Check which rows conflict first."
            yield Sighting(statement.place, message, suggestion, (change.table,))


RULE = Rule(
    "dml-in-migration",
    "destructive",
    Severity.WARNING,
    ALL,
    _check,
    aliases=("update-in-migration", "delete-rows"),
)
