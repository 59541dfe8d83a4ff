"""A column that numbers rows has a type that runs out, or is no integer.

## What it sees
`AUTO_INCREMENT` on a new column whose type is not `BIGINT` or `INT UNSIGNED`: `TINYINT`, `SMALLINT`, `MEDIUMINT`, signed `INT`,
`FLOAT` and `DOUBLE`; in `CREATE TABLE`, `ADD COLUMN`, `MODIFY` and `CHANGE`.

## Why it hurts
Half of a signed type's numbers are never used, and when the last one is taken, every `INSERT` fails. A wider type later copies
the table and all that refer to it. MySQL 8.4 takes no `FLOAT` or `DOUBLE` any more.

## Instead
Take eight bytes from the start.

```sql
CREATE TABLE payments (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY
);
```

## Example

```sql
CREATE TABLE payments (
    id INT NOT NULL AUTO_INCREMENT PRIMARY KEY
);
```

## When to allow it
When the table will stay small: it is a notice.

## References
- Bytebase COLUMN_AUTO_INCREMENT_MUST_INTEGER, COLUMN_AUTO_INCREMENT_MUST_UNSIGNED, INDEX_PK_TYPE_LIMIT
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, Change, ColumnDef, CreateTable, ModifyColumn
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import table_of
from schemawarden_policy.mysql_ranges import read_type
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings

_LARGEST = {"TINYINT": 2**7, "SMALLINT": 2**15, "MEDIUMINT": 2**23, "INT": 2**31}


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        for change in statement.changes:
            for column in _columns(change):
                if column.auto_increment and (why := _trouble(column.type)):
                    name = f"{table_of(change)}.{column.name}"
                    yield Sighting(statement.place, f"{name}: {why}.", "BIGINT UNSIGNED", (name,))


def _columns(change: Change) -> tuple[ColumnDef, ...]:
    if isinstance(change, CreateTable):
        return () if change.temporary else change.columns
    if isinstance(change, AddColumn):
        return (change.column,)
    return (change.definition,) if isinstance(change, ModifyColumn) else ()


def _trouble(text: str) -> str:
    kind = read_type(text)
    if kind.name == "BIGINT" or (kind.name == "INT" and kind.unsigned):
        return ""
    if kind.name not in _LARGEST:
        return f"{text} is no integer, and numbers rows"
    largest = _LARGEST[kind.name] * (2 if kind.unsigned else 1) - 1
    return f"{text} has no number left after {largest:,}"


RULE = Rule(
    "my-autoinc-type",
    "mysql",
    Severity.NOTICE,
    MYSQL,
    _check,
    aliases=(
        "COLUMN_AUTO_INCREMENT_MUST_INTEGER",
        "COLUMN_AUTO_INCREMENT_MUST_UNSIGNED",
        "INDEX_PK_TYPE_LIMIT",
    ),
    sees=(CreateTable, AddColumn, ModifyColumn),
)
