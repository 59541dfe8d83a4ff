"""The rehearsal saw a table written anew while others wait.

## What it sees
Relations that existed before and whose storage a statement wrote anew (`runs[].rewrites`), together with the locks that its
transaction held. Not tables that the change set created, not TRUNCATE, which leaves nothing to write, and not what
rewrite-maintenance tells.

## Why it hurts
On the disposable copy the table is empty and the statement takes milliseconds. On the target each row is copied and each
index built again, and what the lock stops waits for all of it.

## Instead
Add beside, fill in batches, switch over.

```sql
ALTER TABLE orders ADD COLUMN total_big bigint;
```

## Example
With a rehearsal that saw `public.orders` written anew under AccessExclusive:

```sql
ALTER TABLE orders ALTER COLUMN total TYPE bigint;
```

## When to allow it
When the table is small, or everybody may wait: approve the plan.

## References
- eugene E10; measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterObject, Change, Maintain, Truncate
from schemawarden_policy.facts import StatementRun
from schemawarden_policy.lifetimes import born_before
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place
from schemawarden_policy.under_lock import Held, relation_named, runs_with_locks, stopped, tables_told


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    statements = {(s.place.file, s.place.statement): s for s in migration.statements()}
    born = born_before(migration, settings)
    for run, held in runs_with_locks(migration.facts.runs or ()):
        key = (run.file, run.statement)
        statement = statements.get(key)
        if not run.rewrites or (statement and any(map(_judged, statement.changes))):
            continue
        place = statement.place if statement else Place(run.file, run.statement, 1)
        for table, written in _written(run, held).items():
            if table not in born.get(key, frozenset()) and (stopped(held, table) or not held):
                waits = stopped(held, table) or "what was not seen"
                message = f"It writes {', '.join(written)} anew; meanwhile {waits} of {table} wait."
                suggestion = "Add a column or table beside, fill it in batches, switch over."
                yield Sighting(place, message, suggestion, (table,))


def _judged(change: Change) -> bool:
    """TRUNCATE leaves nothing to write, a sequence is one row, and maintenance has a rule of its own."""
    sequence = isinstance(change, AlterObject) and change.object == "sequence"
    return sequence or isinstance(change, Truncate | Maintain)


def _written(run: StatementRun, held: Held) -> dict[str, list[str]]:
    """Table -> what of it was written anew: itself, its indexes. What no note tells of stands for itself."""
    found: dict[str, list[str]] = {}
    left = list(run.rewrites)
    for name, indexes in tables_told(run).items():
        table = relation_named(name, (*run.rewrites, *held))
        own = [table, *(relation_named(index, run.rewrites) for index in indexes)]
        found[table] = [each for each in own if each in left]
        left = [each for each in left if each not in own]
    return {table: written for table, written in found.items() if written} | {name: [name] for name in left}


RULE = Rule(
    "rewrite-under-lock", "effects", Severity.ERROR, POSTGRESQL, _check, aliases=("E10",), facts=("runs",)
)
