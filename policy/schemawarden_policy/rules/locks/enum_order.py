"""A new label of an enum goes to the end, perhaps without anybody having meant it.

## What it sees
`ALTER TYPE ... ADD VALUE` without `BEFORE` or `AFTER`.

## Why it hurts
Labels compare and sort in the order of their definition. A label at the end is the greatest one for `ORDER BY`, `max()` and
`<`, and can't be moved later.

## Instead

```sql
ALTER TYPE priority ADD VALUE 'low' BEFORE 'normal';
```

## Example

```sql
ALTER TYPE priority ADD VALUE 'low';
```

## When to allow it
When the order of the labels means nothing: nothing needs to be done.

## References
- squawk require-enum-value-ordering
- [Enumerated types](https://www.postgresql.org/docs/current/datatype-enum.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterObject
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement in migration.statements():
        for change in statement.changes:
            if not isinstance(change, AlterObject) or (change.object, change.form) != ("type", "ADD VALUE"):
                continue
            if not change.position:
                enum, spelt = shown(change.name, change.schema), names.sql(change.name, change.schema)
                quoted = change.value.replace("'", "''")
                message = f"{change.value!r} becomes the last label of {enum}, and sorts after all others."
                safer = f"ALTER TYPE {spelt} ADD VALUE '{quoted}' AFTER '...';"
                yield Sighting(statement.place, message, safer, (enum,))


RULE = Rule(
    "enum-order",
    "locks",
    Severity.NOTICE,
    POSTGRESQL,
    _check,
    aliases=("require-enum-value-ordering",),
    sees=(AlterObject,),
)
