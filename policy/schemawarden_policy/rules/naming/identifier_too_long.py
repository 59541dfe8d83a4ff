"""A new name is longer than the server keeps.

## What it sees
Names that this change set introduces, of more than 63 bytes on PostgreSQL and of more than 64 characters on MySQL and MariaDB. An
error when two of them become the same name, and always where the server refuses.

## Why it hurts
PostgreSQL cuts the name and says so in a notice that nobody reads. Code that looks the object up by its whole name, a later `DROP
... IF EXISTS` by another tool or an error's constraint name then differ from what was written. Two names that are cut alike are one:
the second statement fails, or with `IF NOT EXISTS` does nothing. MySQL and MariaDB refuse the statement.

## Instead
Shorten it by hand.

```sql
CREATE TABLE orders (id bigint PRIMARY KEY, city text, day date, CONSTRAINT orders_city_and_day UNIQUE (city, day));
```

## Example

```sql
CREATE TABLE orders (id bigint PRIMARY KEY, city text, day date, CONSTRAINT index_orders_on_the_customers_delivery_address_city_and_delivery_day UNIQUE (city, day));
```

## When to allow it
When whoever uses the name cuts it in the same way.

## References
- [Identifiers](https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS); measured on PostgreSQL 15
  (a notice) and MariaDB 10.11 (error 1059)
- squawk identifier-too-long
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.introduced import names
from schemawarden_policy.lexing import TokenKind, UnclosedError, fold, significant
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Statement

_BYTES, _CHARACTERS = 63, 64
_LONG = re.compile(r'[A-Za-z0-9_$]{64}|"[^"]{64}')
_OF_A_TABLE = ("column", "check", "foreign_key", "not_null", "trigger", "rule", "policy")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    if migration.dialect in MYSQL:
        yield from _refused(migration)
        return
    seen: dict[tuple[str, str, str], str] = {}
    for statement in migration.statements():
        written = _written(statement)
        for kind, scope, name in _named(statement) if written else ():
            for whole in written.get(name, ()):
                first = seen.setdefault((kind, scope, name), whole)
                yield _cut(statement, whole, name, "" if first == whole else first)


def _named(statement: Statement) -> dict[tuple[str, str, str], None]:
    """(kind, within what it must be the only one, name) of each name that the statement introduces."""
    return {
        (kind, str(getattr(change, "table", "")) if kind in _OF_A_TABLE else "", name): None
        for change in statement.changes
        for kind, name in names(change)
    }


def _written(statement: Statement) -> dict[str, list[str]]:
    """What the server makes of names that are too long for it -> the names; the parser hands out the former only."""
    if statement.text.isascii() and not _LONG.search(statement.text):
        return {}
    try:
        tokens = significant(statement.text, Dialect.POSTGRESQL)
    except UnclosedError:
        return {}
    wholes = (fold(t.text) if t.kind is TokenKind.WORD else t.name for t in tokens if t.kind in _NAMES)
    found: dict[str, list[str]] = {}
    for whole in dict.fromkeys(wholes):
        if len(whole.encode()) > _BYTES:
            found.setdefault(_shortened(whole), []).append(whole)
    return found


_NAMES = (TokenKind.WORD, TokenKind.QUOTED)


def _shortened(name: str) -> str:
    """At most 63 bytes, and no half characters."""
    return name.encode()[:_BYTES].decode(errors="ignore")


def _cut(statement: Statement, whole: str, name: str, other: str) -> Sighting:
    also = f", as it cuts {other}: they are one name" if other else ""
    return Sighting(
        statement.place,
        f"{whole} has {len(whole.encode())} bytes; PostgreSQL cuts it to {name}{also}.",
        f"Choose a name of at most {_BYTES} bytes.",
        (name,),
        severity=Severity.ERROR if other else None,
    )


def _refused(migration: Migration) -> Iterator[Sighting]:
    for statement in migration.statements():
        for change in statement.changes:
            for _, name in names(change):
                if len(name) > _CHARACTERS:
                    message = f"{name} has {len(name)} characters; the server refuses a name of more than {_CHARACTERS}."
                    hint = f"Choose a name of at most {_CHARACTERS} characters."
                    yield Sighting(statement.place, message, hint, (name,), severity=Severity.ERROR)


RULE = Rule("identifier-too-long", "naming", Severity.WARNING, POSTGRESQL | MYSQL, _check)
