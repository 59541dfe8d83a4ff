"""A generated column gets another expression or type.

## What it sees
`MODIFY` or `CHANGE` of a column that is generated, or is to be, on a table that existed before the change set. Silent on
MariaDB for a virtual column that the schema before shows with the same type and without an index; with `ALGORITHM=INSTANT`,
`NOCOPY` or `INPLACE`, or `LOCK=NONE`.

## Why it hurts
The values of a stored column, or the entries of an index on a virtual one, are computed anew: every row is copied while nobody
can write. Readers find other values under the same name.

## Instead
Add a virtual column with the new expression, switch readers over, and drop the old one in a later plan.

```sql
ALTER TABLE invoices ADD COLUMN gross_2025 INT GENERATED ALWAYS AS (net * 3) VIRTUAL, ALGORITHM=INSTANT;
```

## Example

```sql
ALTER TABLE invoices MODIFY COLUMN gross INT GENERATED ALWAYS AS (net * 3) STORED;
```

## When to allow it
When the table is small, or writes may wait: approve the plan.

## References
- Atlas MY143; measured on MariaDB 10.11: a stored column copies whatever changes, a virtual one with another type or an index
  copies, another expression alone is INSTANT. MySQL: documented
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import ModifyColumn
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_modify import Aspect, Modification, modifications
from schemawarden_policy.mysql_types import copies
from schemawarden_policy.names import Names, names_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect

_SAFER = (
    "Add a virtual column with the new expression, switch readers over, and drop this one in a later plan."
)


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for found in modifications(migration, settings, Aspect.GENERATED):
        if not _at_once(found, migration, names):
            yield found.sighting(
                f"The values of {found.column} are computed anew: every row of {found.table} is copied "
                f"while nobody can write to it.",
                _SAFER,
            )


def _at_once(found: Modification, migration: Migration, names: Names) -> bool:
    """A virtual column of MariaDB keeps its type, and no index is on it."""
    old = found.old
    if migration.dialect is not Dialect.MARIADB or old is None:
        return False
    if (old.generated, found.new.generated) != ("VIRTUAL", "VIRTUAL"):
        return False
    table = names.find(migration.facts.before, found.change.table, found.change.schema)
    indexes = table.indexes if table else ()
    indexed = any(names.fold(old.name) in map(names.fold, index.columns) for index in indexes)
    return table is not None and not indexed and not copies(old.type, found.new.type, mariadb=True)


RULE = Rule(
    "my-generated-change",
    "mysql",
    Severity.ERROR,
    MYSQL,
    _check,
    aliases=("MY143",),
    sees=(ModifyColumn,),
    scales=True,
    facts=("before",),
)
