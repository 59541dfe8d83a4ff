"""The rehearsal saw a whole table read while others wait.

## What it sees
What the server itself told of its work (`runs[].notes`): verifying a table, validating a foreign key, building an index,
while the transaction held a lock that stops writers or readers of the table. Not on tables that the change set created, and
not where a rewrite is told.

## Why it hurts
On an empty copy it takes no time. On the target every row is read, and what the lock stops waits for it.

## Instead
`NOT VALID` first and `VALIDATE CONSTRAINT` in a later file; `CREATE INDEX CONCURRENTLY`.

```sql
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;
```

## Example
With a rehearsal that saw `verifying table "orders"` under AccessExclusive:

```sql
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0);
```

## When to allow it
When the table is small: approve the plan.

## References
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.facts import StatementRun
from schemawarden_policy.lifetimes import born_before
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place
from schemawarden_policy.under_lock import Held, relation_named, runs_with_locks, stopped, tables_told

_FOREIGN_KEY = "validating foreign key constraint"


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    places = {(s.place.file, s.place.statement): s.place for s in migration.statements()}
    born = born_before(migration, settings)
    for run, held in runs_with_locks(migration.facts.runs or ()):
        key = (run.file, run.statement)
        place = places.get(key) or Place(run.file, run.statement, 1)
        for table in [] if run.rewrites else _read(run, held):
            if stopped(held, table) and table not in born.get(key, frozenset()):
                message = f"It reads every row of {table}; meanwhile {stopped(held, table)} of {table} wait."
                suggestion = "NOT VALID first and VALIDATE in a later file; indexes CONCURRENTLY."
                yield Sighting(place, message, suggestion, (table,))


def _read(run: StatementRun, held: Held) -> list[str]:
    """The tables that were read as a whole; the note on a foreign key names none, but its lock does."""
    tables = [relation_named(name, held) for name in tables_told(run)]
    if any(note.startswith(_FOREIGN_KEY) for note in run.notes):
        tables += [lock.relation for lock in run.locks if lock.mode == "ShareRowExclusive"][:1]
    return list(dict.fromkeys(tables))


RULE = Rule("scan-under-lock", "effects", Severity.WARNING, POSTGRESQL, _check, facts=("runs",))
