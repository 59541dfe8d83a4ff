"""A new column gets a default that the server has to compute.

## What it sees
`ADD COLUMN` with a default that is an expression, on a table that existed before the change set. MySQL: any in parentheses.
MariaDB: one that differs from row to row (`uuid()`, `random_bytes()`, a sequence, another column ...); `rand()` is a warning.
Literals and the current time are fine. Silent with `ALGORITHM=INSTANT`, `NOCOPY` or `INPLACE`, or `LOCK=NONE`.

## Why it hurts
A constant is noted once, and the column is there at once. An expression is computed for each row, so that the table is written
anew; on MariaDB nobody can write meanwhile. MariaDB computes `rand()` once: all rows that are there get the same value.

## Instead
Add the column without a default, set the default for rows to come, and fill the others in batches.

```sql
ALTER TABLE orders ADD COLUMN token CHAR(36), ALGORITHM=INSTANT;
ALTER TABLE orders ALTER COLUMN token SET DEFAULT (uuid());
```

## Example

```sql
ALTER TABLE orders ADD COLUMN token CHAR(36) DEFAULT (uuid());
```

## When to allow it
When the table is small, or writes may wait: approve the plan.

## References
- strong_migrations add_column_default_callable; measured on MariaDB 10.11: COPY for `uuid()`, `uuid_short()`, `sys_guid()`,
  `random_bytes()`, `sysdate()`, sequences and other columns, INSTANT for the rest, `(1 + 2)` included
- [MySQL takes no expression with INSTANT](https://github.com/vitessio/vitess/issues/16024)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.change import AddColumn
from schemawarden_policy.lexing import TokenKind, significant
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import alterations, clauses, table_of
from schemawarden_policy.names import Names, names_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect

_EACH_ROW = re.compile(
    r"\b(uuid|uuid_short|uuid_v4|uuid_v7|sys_guid|random_bytes|sysdate|nextval|lastval|setval)\s*\(|\bnext\s+value\s+for\b",
    re.IGNORECASE,
)
_RANDOM = re.compile(r"\brand\s*\(", re.IGNORECASE)
_NO_COLUMNS = frozenset(
    "AND OR NOT XOR NULL TRUE FALSE IS IN LIKE BETWEEN CASE WHEN THEN ELSE END DIV MOD AS CHAR SIGNED UNSIGNED DECIMAL DATE TIME "
    "DATETIME INTERVAL MICROSECOND SECOND MINUTE HOUR DAY WEEK MONTH QUARTER YEAR TIMESTAMP BINARY USING COLLATE CURRENT_DATE "
    "CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CURRENT_ROLE LOCALTIME LOCALTIMESTAMP UTC_DATE UTC_TIME UTC_TIMESTAMP".split()
)
"""Words of an expression that name no column."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change in alterations(migration, settings, AddColumn):
        default = change.column.default or ""
        if clauses(statement).refuse_a_copy or not default:
            continue
        table = table_of(change)
        column, safer = f"{table}.{change.column.name}", _safer(change, names)
        if _for_each_row(default, migration.dialect):
            message = (
                f"The default of {column}, {default}, is computed for each row: {table} is written anew."
            )
            yield Sighting(statement.place, message, safer, (table, column))
        elif _RANDOM.search(default):
            message = f"The default of {column}, {default}, is computed once: all rows that are there get the same value."
            yield Sighting(statement.place, message, safer, (table, column), Severity.WARNING)


def _for_each_row(default: str, dialect: Dialect) -> bool:
    if dialect is Dialect.MYSQL:
        return default.startswith("(")
    return bool(_EACH_ROW.search(default)) or _names_a_column(default, dialect)


def _names_a_column(default: str, dialect: Dialect) -> bool:
    tokens = significant(default, dialect)
    for token, following in zip(tokens, (*tokens[1:], None), strict=True):
        called = following is not None and following.text in ("(", "'")
        if token.kind is TokenKind.QUOTED and not called:
            return True
        if token.kind is TokenKind.WORD and not called and token.word not in _NO_COLUMNS:
            return not token.text.startswith("_")
    return False


def _safer(change: AddColumn, names: Names) -> str:
    table, name = names.sql(change.table, change.schema), names.sql(change.column.name)
    default = change.column.default or ""
    value = default if default.startswith("(") else f"({default})"
    return (
        f"ALTER TABLE {table} ADD COLUMN {name} {change.column.type}, ALGORITHM=INSTANT;\n"
        f"ALTER TABLE {table} ALTER COLUMN {name} SET DEFAULT {value};  -- then fill the rows in batches"
    )


RULE = Rule(
    "my-expression-default",
    "mysql",
    Severity.ERROR,
    MYSQL,
    _check,
    aliases=("add_column_default_callable",),
    sees=(AddColumn,),
    scales=True,
)
