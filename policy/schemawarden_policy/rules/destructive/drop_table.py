"""A table is dropped, and its rows with it.

## What it sees
`DROP TABLE` of a table that existed before the change set. Not of one that the same change set created, and not the drop
within a rebuild that copies every row (create new, insert from old, drop old, rename).

## Why it hurts
The rows are gone when the transaction commits; only a backup brings them back. On SQLite with foreign keys on, the drop also
deletes or nulls rows in tables that refer to it. On PostgreSQL the drop of a partitioned table takes all its partitions along,
and CASCADE the views and foreign keys that depend on it.

## Instead
Keep the rows under another name, wait until nothing misses the table, and drop it in a later plan.

```sql
CREATE TABLE deprecated_orders AS SELECT * FROM orders;
```

## Example

```sql
DROP TABLE orders;
```

## When to allow it
When the table has been empty or unread for a while and a backup holds its rows: approve the plan.

## References
- Atlas DS102, squawk ban-drop-table, Bytebase TABLE_DROP_NAMING_CONVENTION, MigrationPilot MP026
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import DropTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rebuild import handled_by_rebuild
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    handled, names = handled_by_rebuild(migration), names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, DropTable) or change.temporary or id(change) in handled:
            continue
        if not lifetimes.born(change.table, change.schema):
            table = shown(change.table, change.schema)
            aside = names.sql("deprecated_" + change.table)
            yield Sighting(
                statement.place,
                f"Dropping table {table} deletes all its rows for good.",
                f"ALTER TABLE {names.sql(change.table, change.schema)} RENAME TO {aside};  -- drop it in a later plan",
                (table,),
            )


RULE = Rule(
    "drop-table",
    "destructive",
    Severity.ERROR,
    ALL,
    _check,
    destructive=True,
    aliases=("DS102", "ban-drop-table", "TABLE_DROP_NAMING_CONVENTION", "MP026"),
    sees=(DropTable,),
)
