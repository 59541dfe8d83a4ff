"""A column added at a certain place makes the server build the table anew.

## What it sees
`ADD COLUMN ... FIRST` or `AFTER` on a table that existed before the change set, where the server can only append at once: MySQL
before 8.0.29, MariaDB before 10.4, and every MariaDB when the schema before shows a virtual column. A server whose version is
not known is taken for a current one. Silent with `ALGORITHM=INSTANT`, `NOCOPY` or `INPLACE`, or `LOCK=NONE`.

## Why it hurts
At the end, a column is a matter of the table's description. In between, the whole table is written anew; with a virtual
column it is copied while nobody can write.

## Instead
Append it. The order of columns matters to nobody who names them.

```sql
ALTER TABLE orders ADD COLUMN note VARCHAR(100);
```

## Example
On a server that can't do it at once:

```sql
ALTER TABLE orders ADD COLUMN note VARCHAR(100) AFTER code;
```

## When to allow it
When the table is small: approve the plan.

## References
- Atlas MY142; measured on MariaDB 10.11: INSTANT, but COPY where there is a virtual column. MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import alterations, clauses, table_of
from schemawarden_policy.names import names_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect
from schemawarden_policy.version import older

_ANYWHERE_SINCE = {Dialect.MYSQL: (8, 0, 29), Dialect.MARIADB: (10, 4)}


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    appends_only = older(migration, *_ANYWHERE_SINCE[migration.dialect])
    for statement, change in alterations(migration, settings, AddColumn):
        if not change.position or clauses(statement).refuse_a_copy:
            continue
        if appends_only or _has_virtual_column(change, migration, settings):
            table = table_of(change)
            column = f"{table}.{change.column.name}"
            message = f"{column} does not come last, so that {table} is built anew; at the end it would be there at once."
            yield Sighting(statement.place, message, f"Leave {change.position} away.", (table, column))


def _has_virtual_column(change: AddColumn, migration: Migration, settings: Settings) -> bool:
    if migration.dialect is not Dialect.MARIADB:
        return False
    known = names_of(migration, settings).find(migration.facts.before, change.table, change.schema)
    return any(column.generated == "VIRTUAL" for column in (known.columns if known else ()))


RULE = Rule(
    "my-add-column-position",
    "mysql",
    Severity.WARNING,
    MYSQL,
    _check,
    aliases=("MY142",),
    sees=(AddColumn,),
    scales=True,
    facts=("before", "server_version"),
)
