"""A new name is a word that the server reserves.

## What it sees
Tables, columns, schemas, views and types that this change set names with a reserved word of the target's dialect. Each name
once in a file. Names of indexes and constraints are left alone: queries don't spell them. Off unless the operator's policy
switches it on, as object mappers quote all names.

## Why it hurts
The name needs quotes in every query from now on, also in those that people type and tools put together. Some words don't fail
without them, but mean something else: on PostgreSQL `SELECT user` answers who is logged in, also where a column has that name.

## Instead

```sql
CREATE TABLE orders (id integer PRIMARY KEY, placed_on text);
```

## Example

```sql
CREATE TABLE "order" (id integer PRIMARY KEY, "from" text);
```

## When to allow it
When everything that reads the table quotes all names, as object mappers do.

## References
- [SQL key words of PostgreSQL](https://www.postgresql.org/docs/current/sql-keywords-appendix.html),
  [SQLite keywords](https://sqlite.org/lang_keywords.html)
- Bytebase NAMING_IDENTIFIER_NO_KEYWORD, NAMING_TABLE_NO_KEYWORD
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.introduced import introduced
from schemawarden_policy.keywords import reserved
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings

_SPELT_IN_QUERIES = ("table", "column", "schema", "view", "materialized_view", "type", "domain")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    told: set[tuple[str, str, str]] = set()
    for statement, kind, name in introduced(migration):
        key = (statement.place.file, kind, name)
        if kind in _SPELT_IN_QUERIES and key not in told and reserved(name, migration.dialect):
            told.add(key)
            spoken = kind.replace("_", " ")
            message = f"The {spoken} name {name} is a reserved word: it needs quotes wherever it is used."
            yield Sighting(statement.place, message, "Choose a name that needs no quotes.", (name,))


RULE = Rule(
    "name-keyword",
    "naming",
    Severity.NOTICE,
    ALL,
    _check,
    aliases=("NAMING_IDENTIFIER_NO_KEYWORD", "NAMING_TABLE_NO_KEYWORD"),
    opt_in=True,
)
