"""A column of type json, which can't be compared.

## What it sees
A column of type `json` or `json[]` in a new table, added to one that is there, or made so by a change of type. Temporary
tables are not meant.

## Why it hurts
`json` keeps the text and has no equality: `SELECT DISTINCT`, `GROUP BY`, `UNION` and `ORDER BY` over the column fail with
"could not identify an equality operator", also in queries that an ORM writes with a star. It can't be indexed, and each
access parses the text again.

## Instead

```sql
ALTER TABLE users ADD COLUMN settings jsonb;
```

## Example

```sql
ALTER TABLE users ADD COLUMN settings json;
```

## When to allow it
When the text itself counts, with its spaces, double keys and the order of keys: approve the plan.

## References
- eugene E3, strong_migrations add_column_json, pgfence add-column-json
- [JSON types](https://www.postgresql.org/docs/current/datatype-json.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AlterColumnType, CreateTable
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement in migration.statements():
        for change in statement.changes:
            if not isinstance(change, CreateTable | AddColumn | AlterColumnType):
                continue
            table = shown(change.table, change.schema)
            for column in _json(change):
                yield Sighting(
                    statement.place,
                    f"{table}.{column} is of type json, which has no equality: DISTINCT, GROUP BY and UNION over it fail.",
                    _safer(change, column, names),
                    (f"{table}.{column}",),
                )


def _json(change: CreateTable | AddColumn | AlterColumnType) -> list[str]:
    """The columns that the change gives the type."""
    if isinstance(change, AlterColumnType):
        pairs = [(change.column, change.type)]
    elif isinstance(change, AddColumn):
        pairs = [(change.column.name, change.column.type)]
    else:
        pairs = [] if change.temporary else [(column.name, column.type) for column in change.columns]
    return [name for name, kind in pairs if kind.removesuffix("[]") == "JSON"]


def _safer(change: CreateTable | AddColumn | AlterColumnType, column: str, names: Names) -> str:
    table, column = names.sql(change.table, change.schema), names.sql(column)
    if isinstance(change, CreateTable):
        return f"{column} jsonb"
    if isinstance(change, AddColumn):
        return f"ALTER TABLE {table} ADD COLUMN {column} jsonb;"
    return f"ALTER TABLE {table} ADD COLUMN {names.sql(change.column + '_new')} jsonb;  -- fill it, then switch over"


RULE = Rule(
    "json-column",
    "locks",
    Severity.WARNING,
    POSTGRESQL,
    _check,
    aliases=("E3", "add_column_json", "add-column-json"),
    sees=(CreateTable, AddColumn, AlterColumnType),
)
