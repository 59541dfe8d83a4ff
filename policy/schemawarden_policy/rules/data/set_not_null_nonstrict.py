"""A column becomes NOT NULL outside strict mode, where NULLs turn into something else.

## What it sees
`MODIFY` or `CHANGE` to `NOT NULL` behind a `SET sql_mode` without `STRICT_TRANS_TABLES` and `STRICT_ALL_TABLES` in the same file.
Not when the column is known to hold no NULL.

## Why it hurts
Instead of refusing, the server writes a zero value over every NULL: an empty string, 0, the date 0000-00-00. There is a
warning that nobody reads, and afterwards nothing tells which rows had no value.

## Instead
Stay in strict mode, and fill the column yourself.

```sql
UPDATE users SET email = '' WHERE email IS NULL;
ALTER TABLE users MODIFY email varchar(200) NOT NULL;
```

## Example

```sql
SET sql_mode = '';
ALTER TABLE users MODIFY email varchar(200) NOT NULL;
```

## When to allow it
When `SELECT count(*) FROM users WHERE email IS NULL` gives 0.

## References
- strong_migrations change_column_null_mysql; measured on MariaDB 10.11
- [Strict SQL mode](https://dev.mysql.com/doc/refman/8.0/en/sql-mode.html#sql-mode-strict)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import ModifyColumn
from schemawarden_policy.contents import content_steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.rules.data.set_not_null_data import required
from schemawarden_policy.settings import Settings
from schemawarden_policy.sql_mode import lenient_statements


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, lenient = names_of(migration, settings), lenient_statements(migration)
    if not lenient:
        return
    for statement, change, lifetimes, columns, contents in content_steps(migration, settings):
        if not isinstance(change, ModifyColumn) or statement.place not in lenient:
            continue
        if lifetimes.born(change.table, change.schema):
            continue
        table, spelt = shown(change.table, change.schema), names.sql(change.table, change.schema)
        for column in required(change, columns, contents):
            told = names.sql(column)
            yield Sighting(
                statement.place,
                f"Outside strict mode, making {table}.{column} NOT NULL writes a zero value over every NULL.",
                f"SET sql_mode = DEFAULT;\nUPDATE {spelt} SET {told} = <value> WHERE {told} IS NULL;  -- first",
                (f"{table}.{column}",),
            )


RULE = Rule(
    "set-not-null-nonstrict",
    "data",
    Severity.ERROR,
    MYSQL,
    _check,
    destructive=True,
    aliases=("change_column_null_mysql",),
    sees=(ModifyColumn,),
    facts=("before",),
)
