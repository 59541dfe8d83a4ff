"""A column's REFERENCES is read and forgotten.

## What it sees
A column with `REFERENCES` in `CREATE TABLE`, `ADD COLUMN`, `MODIFY` or `CHANGE`, on MySQL before 9.0 and MariaDB before 10.5;
also on a MySQL whose version is not known.

## Why it hurts
The server takes the clause without a word, and makes no foreign key: nothing keeps orphans out, while everybody who reads the
migration believes that something does. MySQL from 9.0 and MariaDB from 10.5 do make one; MariaDB's `MODIFY` was not tried.

## Instead
Say it as a constraint of the table.

```sql
CREATE TABLE invoices_2025 (
    id INT NOT NULL PRIMARY KEY,
    customer_id INT,
    CONSTRAINT fk_invoices_2025_customer FOREIGN KEY (customer_id) REFERENCES customers (id)
);
```

## Example

```sql
CREATE TABLE invoices_2025 (
    id INT NOT NULL PRIMARY KEY,
    customer_id INT REFERENCES customers (id)
);
```

## When to allow it
When no foreign key is wanted; better, take the clause away.

## References
- Atlas MY102; [MySQL 9.0](https://dev.mysql.com/doc/relnotes/mysql/9.0/en/news-9-0-0.html); measured on MariaDB 10.11: the
  key is made. Older servers: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, Change, ColumnDef, CreateTable, ModifyColumn
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import table_of
from schemawarden_policy.names import names_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect
from schemawarden_policy.version import at_least, version_of


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    if inline_references_hold(migration):
        return
    names = names_of(migration, settings)
    for statement in migration.statements():
        for change in statement.changes:
            table = table_of(change)
            for column in _columns(change):
                if column.references:
                    message = f"{table}.{column.name} gets no foreign key to {column.references}: the server ignores REFERENCES here."
                    safer = f"FOREIGN KEY ({names.sql(column.name)}) REFERENCES {column.references} (...)  -- as a constraint of {table}"
                    yield Sighting(statement.place, message, safer, (f"{table}.{column.name}",))


def inline_references_hold(migration: Migration) -> bool:
    """A column's REFERENCES makes a foreign key. MySQL's version must be known for that, since most servers ignore it."""
    if migration.dialect is Dialect.MARIADB:
        return at_least(migration, 10, 5)
    return version_of(migration) >= (9,)


def _columns(change: Change) -> tuple[ColumnDef, ...]:
    if isinstance(change, CreateTable):
        return change.columns
    if isinstance(change, AddColumn):
        return (change.column,)
    return (change.definition,) if isinstance(change, ModifyColumn) else ()


RULE = Rule(
    "my-inline-references",
    "mysql",
    Severity.ERROR,
    MYSQL,
    _check,
    aliases=("MY102",),
    sees=(CreateTable, AddColumn, ModifyColumn),
)
