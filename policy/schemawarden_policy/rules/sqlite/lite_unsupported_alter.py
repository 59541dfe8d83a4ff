"""An ALTER TABLE that SQLite refuses.

## What it sees
`ALTER COLUMN`, `MODIFY`, `CHANGE`, `ADD CONSTRAINT`, `DROP CONSTRAINT`; and `ADD COLUMN` with `UNIQUE`, `PRIMARY KEY`, a STORED
generated column, or a default that is no constant (`CURRENT_TIMESTAMP`, an expression in parentheses).

## Why it hurts
SQLite answers with a syntax error or "Cannot add a ... column", and the migration stops there.

## Instead
Rebuild the table, or add a plain column and put an index on it:

```sql
ALTER TABLE users ADD COLUMN created_at text;
```

## Example

```sql
ALTER TABLE users ADD COLUMN created_at text DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE users ADD COLUMN handle text UNIQUE;
ALTER TABLE users ADD CONSTRAINT users_age CHECK (age > 0);
```

## When to allow it
Never: it can't run.

## References
- [ALTER TABLE](https://sqlite.org/lang_altertable.html); measured on SQLite 3.40
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AlterUnsupported, ColumnDef
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import SQLITE
from schemawarden_policy.settings import Settings
from schemawarden_policy.spelling import ident

_CLOCKS = ("CURRENT_TIMESTAMP", "CURRENT_TIME", "CURRENT_DATE")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, AlterUnsupported):
                message = f"SQLite has no ALTER TABLE {change.form}; the statement on {change.table} fails."
                yield Sighting(statement.place, message, rebuild_sketch(change.table), (change.table,))
            elif isinstance(change, AddColumn) and (why := _refusal(change.column)):
                name = f"{change.table}.{change.column.name}"
                message = f"SQLite can't add {why}; adding {name} fails."
                yield Sighting(statement.place, message, rebuild_sketch(change.table), (name,))


def _refusal(column: ColumnDef) -> str:
    default = (column.default or "").upper()
    if column.primary_key:
        return "a PRIMARY KEY column"
    if column.unique:
        return "a UNIQUE column"
    if column.generated == "STORED":
        return "a STORED generated column"
    if default in _CLOCKS or (default.startswith("(") and not _constant(default)):
        return f"a column with the non-constant default {column.default}"
    return ""


def _constant(default: str) -> bool:
    """`(1)`, `(-1.5)`, `('a')`, `(NULL)`: constants in parentheses are accepted."""
    inner = default.strip("() ")
    if inner[:1] in "'\"":
        return inner.count(inner[0]) == 2 and inner.endswith(inner[0])
    number = inner.lstrip("+- ").replace(".", "", 1)
    return inner in ("NULL", "TRUE", "FALSE") or (number[:1].isdigit() and number.isalnum())


def rebuild_sketch(table: str) -> str:
    """The rebuild that does what ALTER TABLE can't."""
    return _SKETCH.format(old=ident(table), new=ident("new_" + table))


_SKETCH = """PRAGMA foreign_keys = off;
CREATE TABLE {new} (<all columns, as wanted>);
INSERT INTO {new} (<columns>) SELECT <columns> FROM {old};
DROP TABLE {old};
ALTER TABLE {new} RENAME TO {old};
<indexes and triggers again>
PRAGMA foreign_key_check;
PRAGMA foreign_keys = on;"""


RULE = Rule("lite-unsupported-alter", "sqlite", Severity.ERROR, SQLITE, _check)
