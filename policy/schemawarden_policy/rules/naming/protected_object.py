"""A protected table is touched.

## What it sees
Any change that names a table on the operator's list (`protected`, patterns like `billing_*`): its definition, its rows, an
index or trigger on it. On PostgreSQL a pattern may hold a schema (`billing.*`); one without holds for every schema.

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

from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.touched import owning


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement in migration.statements() if settings.protected else ():
        found = dict.fromkeys(
            each for change in statement.changes for each in owning(change, migration, names)
        )
        for table, schema in found:
            if _protected(names, table, schema, settings.protected):
                name = shown(table, schema)
                message = f"{name} is protected by the operator; this statement touches it."
                yield Sighting(statement.place, message, f"Ask the owner of {name} to approve.", (name,))


def _protected(names: Names, table: str, schema: str, patterns: tuple[str, ...]) -> bool:
    """Whatever the case, so that a pattern never misses for its spelling."""
    known = (table.lower(), ".".join(names.key(table, schema)).lower())
    return any(fnmatchcase(name, pattern.lower()) for name in known for pattern in patterns)


RULE = Rule(
    "protected-object",
    "naming",
    Severity.ERROR,
    ALL,
    _check,
    aliases=("TABLE_DISALLOW_DDL", "TABLE_DISALLOW_DML"),
    facts=("before",),
)
