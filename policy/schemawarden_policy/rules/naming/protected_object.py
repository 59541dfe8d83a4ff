"""A protected table is touched.

## What it sees
Any change that names a table on the operator's list (`protected`, patterns like `billing_*`): its definition, its rows, an
index or trigger on it.

## Why it hurts
The operator named these tables because a mistake in them costs more than elsewhere.

## Instead
Ask their owner, or work beside them:

```sql
CREATE TABLE invoice_notes (id integer PRIMARY KEY, invoice_id integer, note text);
```

## Example
With `protected = ["invoices"]`:

```sql
ALTER TABLE invoices ADD COLUMN note text;
```

## When to allow it
By approval of the table's owner.

## References
- Bytebase TABLE_DISALLOW_DDL, TABLE_DISALLOW_DML
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from schemawarden_policy.change import Change, RenameTable
from schemawarden_policy.lexing import fold
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    patterns = [fold(pattern) for pattern in settings.protected]
    for statement in migration.statements() if patterns else ():
        touched = dict.fromkeys(name for change in statement.changes for name in _tables(change, migration))
        for name in touched:
            if any(fnmatchcase(fold(name), pattern) for pattern in patterns):
                message = f"{name} is protected by the operator; this statement touches it."
                yield Sighting(statement.place, message, f"Ask the owner of {name} to approve.", (name,))


def _tables(change: Change, migration: Migration) -> Iterator[str]:
    """The names of tables that a change touches; DROP INDEX and the like name theirs only through the schema."""
    table = getattr(change, "table", "")
    if table:
        yield table
    if isinstance(change, RenameTable):
        yield change.new_name
    dropped = getattr(change, "index", "") or getattr(change, "name", "")
    if dropped and not table:
        yield dropped
        before = migration.facts.before
        for owner in before.tables if before else ():
            if fold(dropped) in map(fold, (*owner.indexes, *owner.triggers)):
                yield owner.name


RULE = Rule(
    "protected-object",
    "naming",
    Severity.ERROR,
    ALL,
    _check,
    aliases=("TABLE_DISALLOW_DDL", "TABLE_DISALLOW_DML"),
    facts=("before",),
)
