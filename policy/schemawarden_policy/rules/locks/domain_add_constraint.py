"""A domain asks more of its values, and every table that uses it is read.

## What it sees
`ALTER DOMAIN ... ADD CONSTRAINT` without `NOT VALID`, and `ALTER DOMAIN ... SET NOT NULL`; as a notice `ALTER DOMAIN ...
VALIDATE CONSTRAINT`. Not of a domain that the change set created.

## Why it hurts
PostgreSQL finds all tables with a column of the domain and reads each of them whole under a Share lock, one after the other:
nobody writes to any of them until the last is read.

## Instead
Add it `NOT VALID`, which locks no table, and validate it in a later file. Validating takes the same Share locks for as long
(up to PostgreSQL 18 at least), but at a time of your choice. A CHECK on the tables themselves can be validated while others
write.

```sql
ALTER DOMAIN positive ADD CONSTRAINT positive_check CHECK (value > 0) NOT VALID;
```

## Example

```sql
ALTER DOMAIN positive ADD CONSTRAINT positive_check CHECK (value > 0);
```

## When to allow it
When all tables that use the domain are small: approve the plan.

## References
- squawk ban-alter-domain-with-add-constraint
- [ALTER DOMAIN](https://www.postgresql.org/docs/current/sql-alterdomain.html)
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterObject, CreateObject
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings

_SCANS = ("ADD CONSTRAINT", "SET NOT NULL", "VALIDATE CONSTRAINT")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    made: set[tuple[str, str]] = set()
    for statement, change, _ in steps(migration, settings):
        if isinstance(change, CreateObject) and change.object == "domain":
            made.add(names.key(change.name, change.schema))
        if not isinstance(change, AlterObject) or change.object != "domain" or change.form not in _SCANS:
            continue
        if names.key(change.name, change.schema) not in made:
            name = shown(change.name, change.schema)
            message = f"Nobody writes to any table with a column of {name} until all of them are read."
            late = change.form == "VALIDATE CONSTRAINT"
            safer = "Run it when few write." if late else _safer(change, names)
            yield Sighting(statement.place, message, safer, (name,), Severity.NOTICE if late else None)


def _safer(change: AlterObject, names: Names) -> str:
    domain = names.sql(change.name, change.schema)
    constraint = names.sql(change.value or f"{change.name}_check")
    check = "CHECK (value IS NOT NULL)" if change.form == "SET NOT NULL" else "CHECK (...)"
    return (
        f"ALTER DOMAIN {domain} ADD CONSTRAINT {constraint} {check} NOT VALID;\n"
        f"ALTER DOMAIN {domain} VALIDATE CONSTRAINT {constraint};  -- in a later file"
    )


RULE = Rule(
    "domain-add-constraint",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("ban-alter-domain-with-add-constraint",),
    sees=(AlterObject,),
)
