"""A CHECK calls a function whose answer changes.

## What it sees
A `CHECK`, of a table old or new, of a column or of a domain, that calls a volatile function of the server (`random()`,
`clock_timestamp()`) or a function that is not the server's own, which may read other tables. Also with `NOT VALID`. Not PostGIS
(`st_...`).

## Why it hurts
PostgreSQL asks a CHECK when a row is written, and takes for granted that the answer stays. What another table holds, the clock or
chance changes it afterwards without notice: rows no longer fit, an update of another column fails, and a dump can't be restored,
because the rows come before what the function reads.

## Instead
Keep such a rule in a trigger, a foreign key or an exclusion constraint, and let a CHECK look at its own row:

```sql
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0 AND lower(state) IN ('open', 'paid')) NOT VALID;
```

## Example

```sql
ALTER TABLE orders ADD CONSTRAINT orders_stock CHECK (in_stock(item_id)) NOT VALID;
```

## When to allow it
When the function is yours, IMMUTABLE, and reads nothing but its arguments.

## References
- MigrationPilot MP087
- [Check constraints](https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS); measured on
  PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddColumn, AddConstraint, Change, CreateObject, CreateTable
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.parse.postgres_expression import volatile_call
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        for change in statement.changes:
            for owner, expression in _checks(change):
                called = volatile_call(expression)
                if called and not _spatial(called):
                    yield Sighting(
                        statement.place,
                        f"A CHECK of {owner} calls {called}: its answer can change while the rows stay.",
                        "Keep it in a trigger, and let the CHECK look at its own row only.",
                        (owner,),
                    )


def _checks(change: Change) -> Iterator[tuple[str, str]]:
    """(whose, text) of every CHECK."""
    if isinstance(change, AddConstraint) and change.kind == "check":
        yield shown(change.table, change.schema), change.expression
    elif isinstance(change, AddColumn) and change.column.check:
        yield shown(change.table, change.schema), change.column.check
    elif isinstance(change, CreateTable):
        table = shown(change.table, change.schema)
        inline = [column.check for column in change.columns]
        listed = [each.expression for each in change.constraints if each.kind == "check"]
        yield from ((table, text) for text in dict.fromkeys((*inline, *listed)) if text)
    elif isinstance(change, CreateObject) and change.object == "domain" and change.check:
        yield shown(change.name, change.schema), change.check


def _spatial(called: str) -> bool:
    return called.rpartition(".")[2].lower().startswith("st_")


RULE = Rule(
    "volatile-check",
    "data",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("MP087",),
    sees=(AddConstraint, AddColumn, CreateTable, CreateObject),
)
