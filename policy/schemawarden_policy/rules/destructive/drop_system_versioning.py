"""A table forgets its history.

## What it sees
`ALTER TABLE ... DROP SYSTEM VERSIONING` on a table that existed before the change set.

## Why it hurts
MariaDB deletes every row version but the current one. No statement shows them any more, and rolling the migration back does not
bring them back.

## Instead
Copy the history into a table of its own first, and look at it; the versioning goes in a later plan.

```sql
CREATE TABLE prices_history AS SELECT *, ROW_START, ROW_END FROM prices FOR SYSTEM_TIME ALL;
```

## Example

```sql
ALTER TABLE prices DROP SYSTEM VERSIONING;
```

## When to allow it
When the history is archived, or nobody is bound to keep it: approve the plan.

## References
- Atlas MY146
- [System-versioned tables](https://mariadb.com/kb/en/system-versioned-tables/)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MARIADB
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AlterTable) or change.form != "DROP SYSTEM VERSIONING":
            continue
        if not lifetimes.born(change.table, change.schema):
            table = shown(change.table, change.schema)
            spelt, aside = names.sql(change.table, change.schema), names.sql(f"{change.table}_history")
            copy = f"CREATE TABLE {aside} AS SELECT *, ROW_START, ROW_END FROM {spelt} FOR SYSTEM_TIME ALL;"  # noqa: S608 - shown, never run
            message = f"All earlier versions of the rows of {table} are deleted for good."
            yield Sighting(statement.place, message, f"{copy}  -- first", (table,))


RULE = Rule(
    "drop-system-versioning",
    "destructive",
    Severity.ERROR,
    MARIADB,
    _check,
    destructive=True,
    aliases=("MY146",),
    sees=(AlterTable,),
)
