"""CASCADE drops what the statement does not name.

## What it sees
`CASCADE` on any drop: of a table, column, constraint, index, view, type, function, schema ... Not of a table that the change
set created, or a part of it.

## Why it hurts
PostgreSQL refuses to drop what something else depends on. CASCADE drops the dependents too: views, foreign keys of other
tables, columns of a dropped type, defaults that call a function. Which ones is known only when it runs.

## Instead
Name every object, in the order in which they depend on each other.

```sql
CREATE VIEW recent AS SELECT 1 AS one;
DROP VIEW recent;
CREATE TABLE scratch (id bigint);
DROP TABLE scratch CASCADE;
```

## Example

```sql
DROP TYPE mood CASCADE;
ALTER TABLE users DROP COLUMN email CASCADE;
```

## When to allow it
When the rehearsal names what goes along and all of it is meant: approve the plan.

## References
- Bytebase STATEMENT_DISALLOW_RM_TBL_CASCADE, MigrationPilot MP022
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import DropColumn, DropConstraint, DropIndex, DropObject, DropTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings

_OF_TABLES = (DropTable, DropColumn, DropConstraint)
_DROPS = (*_OF_TABLES, DropIndex, DropObject)


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    told: set[tuple[str, int]] = set()
    for statement, change, lifetimes in steps(migration, settings):
        place = (statement.place.file, statement.place.statement)
        if not isinstance(change, _DROPS) or not change.cascade or place in told:
            continue
        born = isinstance(change, _OF_TABLES) and lifetimes.born(change.table, change.schema)
        if not born:
            told.add(place)
            yield Sighting(
                statement.place,
                "CASCADE drops everything that depends on it, without naming one object.",
                "Leave CASCADE out, and drop what PostgreSQL then names by statements of their own.",
            )


RULE = Rule(
    "drop-cascade",
    "destructive",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    destructive=True,
    aliases=("STATEMENT_DISALLOW_RM_TBL_CASCADE", "MP022"),
    sees=_DROPS,
)
