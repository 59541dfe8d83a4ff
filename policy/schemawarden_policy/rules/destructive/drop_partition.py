"""A partition goes, with the rows in it.

## What it sees
`DROP PARTITION` and `TRUNCATE PARTITION` (MySQL, MariaDB); on PostgreSQL `DROP TABLE` of a table that the change set has
detached before, or that is a partition by the schema before. Not of a partition that the change set made.

## Why it hurts
The rows of the partition are gone. It looks like upkeep, and the name of the table that loses rows is not that of the one that
is dropped.

## Instead
Detach it and keep it; drop it in a later plan, when its rows are archived.

```sql
-- atlas:txmode none

ALTER TABLE events DETACH PARTITION events_2023 CONCURRENTLY;
```

## Example

```sql
ALTER TABLE events DETACH PARTITION events_2023;
DROP TABLE events_2023;
```

## When to allow it
When the rows are old enough to go, or archived: approve the plan.

## References
- ClickHouse lesson: a partition that looked empty
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterTable, DropTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings

_EMPTYING = {"DROP PARTITION": "dropped", "TRUNCATE PARTITION": "emptied"}


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    detached: dict[tuple[str, str], str] = {}
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AlterTable | DropTable):
            continue
        table, born = shown(change.table, change.schema), lifetimes.born(change.table, change.schema)
        if isinstance(change, AlterTable):
            if change.form in _EMPTYING and not born:
                message = f"Partition {change.name} of {table} is {_EMPTYING[change.form]}, and its rows are lost for good."
                yield Sighting(statement.place, message, "Archive its rows first.", (table,))
            elif change.form.startswith("DETACH PARTITION"):
                detached[names.key_of(change.name)] = table
            continue
        whole = detached.get(names.key(change.table, change.schema)) or _whole(migration, change, names)
        if whole and not born:
            message = f"{table}, a partition of {whole}, is dropped with all its rows."
            yield Sighting(statement.place, message, "Detach it, and keep it for a later plan.", (table,))


def _whole(migration: Migration, change: DropTable, names: Names) -> str:
    """The table that this one is a partition of by the schema before."""
    table = names.find(migration.facts.before, change.table, change.schema)
    return table.partition_of if table else ""


RULE = Rule(
    "drop-partition",
    "destructive",
    Severity.ERROR,
    POSTGRESQL | MYSQL,
    _check,
    destructive=True,
    sees=(AlterTable, DropTable),
    facts=("before",),
)
