"""A check that was not enforced is applied to all rows.

## What it sees
`ALTER CHECK ... ENFORCED` and `ALTER CONSTRAINT ... ENFORCED` on a table that existed before the change set. MySQL only. Silent with
`ALGORITHM=INPLACE` or `INSTANT`, or `LOCK=NONE`: the server refuses then.

## Why it hurts
The server copies every row to see whether it fits, while nobody can write. One that does not fit makes it fail after all that.

## Instead
Count the rows that do not fit, mend them in batches, and enforce the check in a window of its own.

```sql
SELECT count(*) FROM orders WHERE NOT (total >= 0);
```

## Example

```sql
ALTER TABLE orders ALTER CHECK orders_total ENFORCED;
```

## When to allow it
When the count is zero, and the table is small or writes may wait: approve the plan.

## References
- Atlas MY145; MySQL by its manual (documented): [CHECK constraints](https://dev.mysql.com/doc/refman/8.0/en/create-table-check-constraints.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterTable
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import alterations, clauses, table_of
from schemawarden_policy.names import names_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL_ONLY
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change in alterations(migration, settings, AlterTable):
        if change.form == "ALTER CHECK ENFORCED" and not clauses(statement).refuse_a_copy:
            table = table_of(change)
            message = f"Every row of {table} is copied to see whether it fits {change.name}, while nobody can write to {table}."
            spelt = names.sql(change.table, change.schema)
            safer = f"SELECT count(*) FROM {spelt} WHERE NOT (...);  -- the text of {change.name}; mend these rows first"  # noqa: S608 - shown, never run
            yield Sighting(statement.place, message, safer, (table,))


RULE = Rule(
    "my-enforce-check",
    "mysql",
    Severity.WARNING,
    MYSQL_ONLY,
    _check,
    aliases=("MY145",),
    sees=(AlterTable,),
    scales=True,
)
