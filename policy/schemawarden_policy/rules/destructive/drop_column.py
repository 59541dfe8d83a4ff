"""A column is dropped, and its values with it.

## What it sees
`ALTER TABLE ... DROP COLUMN` on a table that existed before the change set; one finding for all columns that a statement
drops. And a table rebuild whose copy does not hand on a column that the old table had as it is, or with a default for NULL
(`coalesce(column, 0)`): the same loss in other words. Not a column that the change set added itself, nor a virtual generated
one where the schema before says so: it holds no values.

## Why it hurts
The values are gone when the transaction commits, and only a backup brings them back.

## Instead
Stop reading and writing the column, deploy, let the mapper ignore it, check that it holds nothing worth keeping, then drop it
in a later plan. Until then the column stays:

```sql
ALTER TABLE users ADD COLUMN display_name text;
```

## Example

```sql
ALTER TABLE users DROP COLUMN nickname;
```

## When to allow it
When no deployed code names the column and a backup holds its values: approve the plan.

## References
- Atlas DS103, squawk ban-drop-column, strong_migrations remove_column, Bytebase COLUMN_DISALLOW_DROP, MigrationPilot MP017
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.dropped_columns import dropped_columns
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rebuild import all_rebuilds
from schemawarden_policy.rebuilt import lost_columns
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for dropped in dropped_columns(migration, settings):
        if columns := dropped.stored:
            yield _sighting(dropped.statement, dropped.table, dropped.schema, columns, names, "Dropping")
    for rebuild in all_rebuilds(migration):
        for column in lost_columns(rebuild, migration.facts.before):
            what = "The rebuild does not copy, as it is,"
            yield _sighting(rebuild.drop, rebuild.table, "", (column,), names, what)


def _sighting(
    statement: Statement, table: str, schema: str, columns: tuple[str, ...], names: Names, what: str
) -> Sighting:
    whole = tuple(f"{shown(table, schema)}.{column}" for column in columns)
    spelt = names.sql(table, schema)
    filled = " OR ".join(f"{names.sql(column)} IS NOT NULL" for column in columns)
    noun, its = ("column", "its") if len(columns) == 1 else ("columns", "their")
    return Sighting(
        statement.place,
        f"{what} {noun} {', '.join(whole)}: {its} values are lost for good.",
        f"SELECT count(*) FROM {spelt} WHERE {filled};  -- wait until this is 0",  # noqa: S608 - shown, never run
        whole,
    )


RULE = Rule(
    "drop-column",
    "destructive",
    Severity.ERROR,
    ALL,
    _check,
    destructive=True,
    aliases=("DS103", "ban-drop-column", "remove_column", "COLUMN_DISALLOW_DROP", "MP017"),
    facts=("before",),
)
