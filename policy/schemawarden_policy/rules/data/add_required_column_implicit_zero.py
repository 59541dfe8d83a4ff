"""A NOT NULL column is added without a default, and the server makes a value up.

## What it sees
`ADD COLUMN ... NOT NULL` with no default on a table that existed before the change set. Not generated columns nor
`AUTO_INCREMENT`, and not when the same file fills the column afterwards. Where the server refuses the type instead, the message
says so: `DATE`, `DATETIME`, `TIMESTAMP` and spatial types on MySQL in strict mode.

## Why it hurts
Nothing fails. Every row that is there gets a value that nobody chose: 0, an empty string, the first member of an ENUM, on MariaDB
also the date 0000-00-00, an empty geometry, and an empty string for JSON, which is no JSON. Afterwards such a value can't be told
from a real one.

## Instead
Say what the rows are to have.

```sql
ALTER TABLE users ADD COLUMN plan varchar(20) NOT NULL DEFAULT 'free';
```

## Example

```sql
ALTER TABLE users ADD COLUMN plan varchar(20) NOT NULL;
```

## When to allow it
When the zero value is what you want, or the table is empty.

## References
- Atlas MY101; measured on MariaDB 10.11, MySQL as its manual has it
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, UpdateRows
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.sql_mode import lenient_statements
from schemawarden_policy.statement import Dialect, Statement

_DATES = ("DATE", "DATETIME", "TIMESTAMP")
_SPATIAL = (
    "GEOMETRY",
    "POINT",
    "LINESTRING",
    "POLYGON",
    "MULTIPOINT",
    "MULTILINESTRING",
    "MULTIPOLYGON",
    "GEOMETRYCOLLECTION",
    "GEOMCOLLECTION",
)
_ZEROS = (
    (_DATES, "the date 0000-00-00"),
    (_SPATIAL, "an empty geometry"),
    (("ENUM",), "the first member"),
    (("TIME",), "00:00:00"),
    (("CHAR", "VARCHAR", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT", "SET", "JSON"), "an empty string"),
    (("BINARY", "VARBINARY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB"), "empty bytes"),
)


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, lenient = names_of(migration, settings), lenient_statements(migration)
    filled = _filled_later(migration, names)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AddColumn) or lifetimes.born(change.table, change.schema):
            continue
        column = change.column
        alone = column.auto_increment or column.generated
        if not column.not_null or column.default is not None or alone or id(change) in filled:
            continue
        strict = statement.place not in lenient
        yield _sighting(statement, change, names, _refused(column.type, migration.dialect, strict))


def _filled_later(migration: Migration, names: Names) -> frozenset[int]:
    """The columns (`id` of their change) that an UPDATE further down in the same file fills."""
    found: set[int] = set()
    for file in migration.files:
        written: set[tuple[tuple[str, str], str]] = set()
        for statement in reversed(file.statements):
            for change in reversed(statement.changes):
                if isinstance(change, UpdateRows):
                    table = names.key(change.table, change.schema)
                    written |= {(table, names.fold(column)) for column in change.columns}
                elif isinstance(change, AddColumn):
                    at = names.key(change.table, change.schema), names.fold(change.column.name)
                    found |= {id(change)} if at in written else set()
    return frozenset(found)


def _refused(kind: str, dialect: Dialect, strict: bool) -> bool:
    """MySQL has no value for such a type that it would accept itself."""
    spatial, date = _word(kind) in _SPATIAL, _word(kind) in _DATES
    return dialect is Dialect.MYSQL and (spatial or (date and strict))


def _word(kind: str) -> str:
    return kind.upper().split("(")[0].split(" ")[0]


def _zero(kind: str) -> str:
    """What the server takes for a type's zero."""
    return next((zero for kinds, zero in _ZEROS if _word(kind) in kinds), "0")


def _sighting(statement: Statement, change: AddColumn, names: Names, refused: bool) -> Sighting:
    table, column = shown(change.table, change.schema), change.column
    name = f"{table}.{column.name}"
    if refused:
        message = f"Column {name} is NOT NULL without a default: MySQL has no {column.type} for the rows of {table} and refuses."
    else:
        message = f"Column {name} is NOT NULL without a default: every row of {table} silently gets {_zero(column.type)}."
    spelt = f"{names.sql(change.table, change.schema)} ADD COLUMN {names.sql(column.name)} {column.type}"
    return Sighting(statement.place, message, f"ALTER TABLE {spelt} NOT NULL DEFAULT <constant>;", (name,))


RULE = Rule(
    "add-required-column-implicit-zero",
    "data",
    Severity.WARNING,
    MYSQL,
    _check,
    aliases=("MY101",),
    sees=(AddColumn,),
)
