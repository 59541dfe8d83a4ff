"""A column that numbers the rows by itself is added to a table with rows.

## What it sees
`ADD COLUMN ... AUTO_INCREMENT` on a table that existed before the change set, and `MODIFY` that gives it to a column whose
type stays, by the schema before. Silent with `LOCK=NONE` or `ALGORITHM=INSTANT`: the server refuses then.

## Why it hurts
Every row gets its number while nobody can write. Which row gets which is up to the server: replicas that run the statement
themselves may number the rows in another order, and differ from then on without a word.

## Instead
Add a plain column, fill it in batches in an order that you choose, and let writers fill it.

```sql
ALTER TABLE ledger ADD COLUMN entry_id BIGINT UNSIGNED NULL, ALGORITHM=INSTANT;
```

## Example

```sql
ALTER TABLE ledger ADD COLUMN entry_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT UNIQUE;
```

## When to allow it
When the table is small and no replica runs statements: approve the plan.

## References
- Atlas MY141, strong_migrations add_column_auto_incrementing; measured on MariaDB 10.11: INPLACE with LOCK=SHARED when added,
  COPY when given to a column that is there. MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, ModifyColumn
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import alterations, clauses, table_of
from schemawarden_policy.mysql_modify import Aspect, modifications
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings

_SAFER = "Add a plain column, fill it in batches in an order that you choose, and let writers fill it."


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement, change in alterations(migration, settings, AddColumn):
        if change.column.auto_increment and not clauses(statement).refuse_to_block:
            table = table_of(change)
            column = f"{table}.{change.column.name}"
            message = (
                f"{column} numbers all rows while nobody can write, and replicas may number them otherwise."
            )
            yield Sighting(statement.place, message, _SAFER, (table, column))
    for found in modifications(migration, settings, Aspect.AUTO_INCREMENT):
        yield found.sighting(
            f"{found.column} becomes AUTO_INCREMENT: unless it is already, every row of {found.table} is copied "
            f"while nobody can write to it.",
            _SAFER,
        )


RULE = Rule(
    "my-autoinc-column",
    "mysql",
    Severity.ERROR,
    MYSQL,
    _check,
    aliases=("MY141", "add_column_auto_incrementing"),
    sees=(AddColumn, ModifyColumn),
)
