"""A column gets another character set or collation.

## What it sees
`MODIFY` or `CHANGE` that names a `CHARACTER SET` or `COLLATE`, unless the column is known to have that character set. Silent:
three-byte UTF-8 that becomes four-byte UTF-8 on MariaDB, where the length still fits; whatever has `ALGORITHM=INSTANT`, `NOCOPY` or `INPLACE`,
or `LOCK=NONE`; tables born in the change set.

## Why it hurts
Each value is encoded anew: every row is copied while nobody can write. A character that the new set lacks makes the statement
fail, or is lost. Another collation changes which values are equal, so that a unique index may refuse them.

## Instead
Add a column of the new character set, fill it in batches, switch readers over, and drop the old one in a later plan.

```sql
ALTER TABLE customers ADD COLUMN name_utf8 VARCHAR(50) CHARACTER SET utf8mb4, ALGORITHM=INSTANT;
```

## Example

```sql
ALTER TABLE customers MODIFY COLUMN name VARCHAR(50) CHARACTER SET utf8mb4;
```

## When to allow it
When the table is small, or writes may wait: approve the plan.

## References
- Atlas MY148, Bytebase COLUMN_DISALLOW_SET_CHARSET; measured on MariaDB 10.11: `latin1` to `utf8mb4` copies, `utf8mb3` to
  `utf8mb4` is instant for texts, another collation is instant without an index. MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import ModifyColumn
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_modify import Aspect, modifications
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for found in modifications(migration, settings, Aspect.CHARSET):
        what = (
            f"character set {found.new.charset}" if found.new.charset else f"collation {found.new.collation}"
        )
        yield found.sighting(
            f"{found.column} gets {what}: unless it has that already, every row of {found.table} is encoded anew "
            f"and copied while nobody can write to it."
        )


RULE = Rule(
    "my-charset-column",
    "mysql",
    Severity.ERROR,
    MYSQL,
    _check,
    aliases=("MY148", "COLUMN_DISALLOW_SET_CHARSET"),
    sees=(ModifyColumn,),
    scales=True,
    facts=("before",),
)
