"""A column gets a type that can hold less.

## What it sees
`ALTER COLUMN ... TYPE` (PostgreSQL), `MODIFY` and `CHANGE` (MySQL), and a rebuild that declares the column anew (SQLite), to a
shorter, smaller or less exact type than the change set or the schema before says. On PostgreSQL also any with a `USING` that is
more than a cast of the column itself; and without knowledge of the old type what can hardly be anything else: to `smallint`,
to `date`, and a cast to a text with a length, which cuts off what is longer. A warning without that knowledge: to any text with a
length, and on MySQL to `TINYINT`, `SMALLINT`, `MEDIUMINT` and `DATE`, unless an `ALGORITHM` says that the server must not copy, and so
refuses. On a column that existed before the change set.

## Why it hurts
Values that do not fit make the statement fail, or lose what does not fit: digits after the point, a time zone, the end of a
text. `USING` puts whatever it says in place of the old values. On SQLite the text `007` becomes the number 7.

## Instead
Add a column of the new type, fill it, look at what did not fit, and drop the old one in a later plan.

```sql
ALTER TABLE users ADD COLUMN short_name text;
```

## Example
Where `name` is `varchar(100)`, and `age` an integer:

```sql
PRAGMA foreign_keys = off;
CREATE TABLE new_users (name text, age integer, code integer);
INSERT INTO new_users (name, age, code) SELECT name, age, code FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
```

## When to allow it
When a query shows that every value fits: approve the plan.

## References
- Bytebase COLUMN_DISALLOW_CHANGE_TYPE, MigrationPilot MP044; measured on PostgreSQL 15 and 18, and on SQLite 3.40
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.change import AlterColumnType, DropTable, ModifyColumn
from schemawarden_policy.facts import Schema
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import clauses
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect
from schemawarden_policy.type_shifts import TypeShift, type_shifts

_CAST = re.compile(r'\(*("?)([\w$]+)\1\)*(::[\w ."]+(\([\d, ]+\))?(\[\])*\)*)*')
_CUTS = re.compile(r"(?i)::\s*(varchar|character varying|char|character|bpchar)\s*\(")
_SMALLEST = ("SMALLINT", "INT2")
_LIMITED = re.compile(r"(VAR)?(CHAR|CHARACTER|BINARY|BIT)( VARYING)?\s*\(")
_SMALL = re.compile(r"(TINYINT|SMALLINT|MEDIUMINT|DATE)\b(?!\s*\(1\))")
"""TINYINT(1) is how a boolean is written."""
_LENGTH = {Dialect.POSTGRESQL: "max(length({}::text))", Dialect.SQLITE: "typeof({}), count(*)"}


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for shift in type_shifts(migration, settings):
        column = f"{shown(shift.table, shift.schema)}.{shift.column}"
        if not only_a_cast(shift):
            message = f"USING {shift.using} takes the place of every value of {column}."
            suggestion = "Look at the values that it gives first."
            yield Sighting(shift.statement.place, message, suggestion, (column,))
        elif shift.narrows or _surely(shift):
            message = f"{column} {shift.told}: values that do not fit fail, or lose a part."
            yield Sighting(shift.statement.place, message, _look(shift, names), (column,))
        elif _perhaps(shift):
            message = (
                f"{column} {shift.told}: unless its type was the same or a smaller one, values may not fit."
            )
            suggestion = _look(shift, names)
            yield Sighting(shift.statement.place, message, suggestion, (column,), Severity.WARNING)


def _surely(shift: TypeShift) -> bool:
    """Whatever the old type was, the new one holds less (PostgreSQL)."""
    if shift.old or shift.dialect is not Dialect.POSTGRESQL:
        return False
    return shift.new in (*_SMALLEST, "DATE") or _CUTS.search(shift.using or "") is not None


def _perhaps(shift: TypeShift) -> bool:
    """The old type is not known, and the new one has a limit that it may not have had."""
    if shift.old or shift.dialect is Dialect.SQLITE:
        return False
    small = shift.dialect is not Dialect.POSTGRESQL and _SMALL.match(shift.new)
    limited = bool(small) or _LIMITED.match(shift.new) is not None
    return limited and not clauses(shift.statement).refuse_a_copy


def _look(shift: TypeShift, names: Names) -> str:
    measure = _LENGTH.get(shift.dialect, "max(char_length({}))").format(names.sql(shift.column))
    group = " GROUP BY 1" if shift.dialect is Dialect.SQLITE else ""
    table = names.sql(shift.table, shift.schema)
    return f"SELECT {measure} FROM {table}{group};  -- look first"  # noqa: S608 - shown, never run


def old_type(before: Schema | None, change: AlterColumnType, names: Names) -> str:
    """The column's type before, empty when it is not known."""
    table = names.find(before, change.table, change.schema)
    columns = table.columns if table else ()
    return next((c.type for c in columns if names.fold(c.name) == names.fold(change.column)), "")


def only_a_cast(change: AlterColumnType | TypeShift) -> bool:
    """USING names the column itself, perhaps with a cast; so does no USING at all."""
    if change.using is None:
        return True
    match = _CAST.fullmatch(change.using)
    return match is not None and match.group(2) == change.column


RULE = Rule(
    "narrowing-type",
    "destructive",
    Severity.ERROR,
    ALL,
    _check,
    destructive=True,
    aliases=("COLUMN_DISALLOW_CHANGE_TYPE", "MP044"),
    sees=(AlterColumnType, ModifyColumn, DropTable),
    facts=("before",),
)
