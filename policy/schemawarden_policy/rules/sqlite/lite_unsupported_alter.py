"""An ALTER TABLE that SQLite refuses.

## What it sees
`ALTER COLUMN`, `MODIFY`, `CHANGE`, `ADD CONSTRAINT`, `DROP CONSTRAINT`, `IF EXISTS` and `IF NOT EXISTS`, several actions in one
statement; `ADD COLUMN` with `UNIQUE` or `PRIMARY KEY`; and, on a table that existed before the change set, `ADD COLUMN` with a STORED
generated column or a default that is no constant (`CURRENT_TIMESTAMP`, an expression in parentheses).

## Why it hurts
SQLite answers with a syntax error or "Cannot add a ... column", and the migration stops there. The last two forms pass on a
table without rows, as the rehearsal's copy is, and fail on the first one that has some. SQLite 3.53 has learned to add and drop CHECK
and NOT NULL; nothing older has.

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
When the server is SQLite 3.53 or newer and the form is one that it has learned; else never: it can't run.

## References
- [ALTER TABLE](https://sqlite.org/lang_altertable.html); measured on SQLite 3.40
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AlterUnsupported, ColumnDef
from schemawarden_policy.lexing import TokenKind, significant
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import SQLITE
from schemawarden_policy.settings import Settings
from schemawarden_policy.spelling import ident
from schemawarden_policy.statement import Dialect

_LITERALS = (TokenKind.NUMBER, TokenKind.STRING, TokenKind.BLOB)
_CLOCKS = ("CURRENT_TIMESTAMP", "CURRENT_TIME", "CURRENT_DATE")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, AlterUnsupported):
            message = f"SQLite has no ALTER TABLE {change.form}; the statement on {change.table} fails."
            yield Sighting(statement.place, message, rebuild_sketch(change.table), (change.table,))
        elif isinstance(change, AddColumn):
            column, name = change.column, f"{change.table}.{change.column.name}"
            if why := _refusal(column):
                message = f"SQLite can't add {why}; adding {name} fails."
                yield Sighting(statement.place, message, rebuild_sketch(change.table), (name,))
            elif (why := _refusal_with_rows(column)) and not lifetimes.born(change.table, change.schema):
                message = f"SQLite can't add {why} to a table with rows; adding {name} fails."
                yield Sighting(statement.place, message, rebuild_sketch(change.table), (name,))


def _refusal(column: ColumnDef) -> str:
    if column.primary_key:
        return "a PRIMARY KEY column"
    return "a UNIQUE column" if column.unique else ""


def _refusal_with_rows(column: ColumnDef) -> str:
    default = (column.default or "").upper()
    if column.generated == "STORED":
        return "a STORED generated column"
    if default in _CLOCKS or (default.startswith("(") and not _constant(default)):
        return f"a column with the non-constant default {column.default}"
    return ""


def _constant(default: str) -> bool:
    """`(1)`, `(-1.5)`, `('a')`, `(NULL)`: constants in parentheses are accepted."""
    tokens = [token for token in significant(default, Dialect.SQLITE) if token.text not in ("(", ")")]
    while len(tokens) > 1 and tokens[0].text in ("+", "-"):
        tokens = tokens[1:]
    return len(tokens) == 1 and (tokens[0].kind in _LITERALS or tokens[0].word in ("NULL", "TRUE", "FALSE"))


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


RULE = Rule(
    "lite-unsupported-alter",
    "sqlite",
    Severity.ERROR,
    SQLITE,
    _check,
    sees=(AlterUnsupported, AddColumn),
)
