"""A large table is written anew, or gets an index, by a plain statement.

## What it sees
A change that works on the rows of a table which has, by the server's estimate, at least as many as the settings call large
(`large_rows`, 10 million): a column that is modified, a constraint or index that is added, another engine or character set,
partitioning. Silent with `ALGORITHM=INSTANT`; where no estimate is known; a new column at the end is no such change.

## Why it hurts
Even in place, it takes hours and as much disk again, fails when the log of changes meanwhile overflows, and each replica
does it once more while its readers see old rows.

## Instead
Run it with a tool that copies beside the traffic and can be paused (gh-ost, pt-online-schema-change), and record the file as
applied afterwards. What needs no work on rows goes on as ever.

```sql
SET lock_wait_timeout = 5;
ALTER TABLE visits ADD COLUMN source VARCHAR(20), ALGORITHM=INSTANT;
```

## Example
Where `visits` has 20 million rows:

```sql
ALTER TABLE visits ADD INDEX visits_page (page), ALGORITHM=INPLACE, LOCK=NONE;
```

## When to allow it
In a window that is long enough, with room on the disk: approve the plan.

## References
- Bytebase ADVICE_ONLINE_MIGRATION, TABLE_LIMIT_SIZE; MigrationPilot MP013, MP014
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddConstraint, AlterTable, Change, CreateIndex, ModifyColumn
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import alterations, clauses, name_and_schema, table_of
from schemawarden_policy.names import names_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings

_FORMS = (
    "ENGINE",
    "CONVERT TO CHARACTER SET",
    "PARTITION BY",
    "REMOVE PARTITIONING",
    "FORCE",
    "ROW_FORMAT",
    "KEY_BLOCK_SIZE",
)


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, told = names_of(migration, settings), set()
    for statement, change in alterations(
        migration, settings, ModifyColumn, AddConstraint, CreateIndex, AlterTable
    ):
        known = names.find(migration.facts.before, *name_and_schema(change))
        rows = known.rows if known else None
        if rows is None or rows < settings.large_rows or statement.place in told:
            continue
        if _works_on_rows(change) and clauses(statement).algorithm != "INSTANT":
            told.add(statement.place)
            table = table_of(change)
            message = f"{table} has about {rows:,} rows: the statement takes long, and each replica does it once more."
            safer = f"gh-ost --alter '...' --table {table}, or pt-online-schema-change; then record the file as applied."
            yield Sighting(statement.place, message, safer, (table,))


def _works_on_rows(change: Change) -> bool:
    if isinstance(change, AlterTable):
        return change.form in _FORMS
    return not (isinstance(change, AddConstraint) and change.not_valid)


RULE = Rule(
    "my-large-table",
    "mysql",
    Severity.WARNING,
    MYSQL,
    _check,
    aliases=("ADVICE_ONLINE_MIGRATION", "TABLE_LIMIT_SIZE", "MP013", "MP014"),
    sees=(ModifyColumn, AddConstraint, CreateIndex, AlterTable),
    facts=("before",),
)
