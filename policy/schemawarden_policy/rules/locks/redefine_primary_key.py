"""A table's primary key is given up and made anew.

## What it sees
A primary key that is added to a table that has one by the schema before, or whose primary key the change set drops (a
constraint called like one: `users_pkey`, `pk_users`). Not with `USING INDEX` in the transaction that drops the old one, which
is the short way. Not on a table that the change set created.

## Why it hurts
The index of the new key is built under AccessExclusive. Between two transactions the table has no key: duplicates come in,
and logical replication stops at the first UPDATE or DELETE, for want of a replica identity. Foreign keys that refer to the
old key keep it from being dropped.

## Instead
Build the unique index beside the traffic, in a file of its own; then change the one for the other in one statement.

```sql
ALTER TABLE users DROP CONSTRAINT users_pkey, ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_id_idx;
```

## Example

```sql
ALTER TABLE users DROP CONSTRAINT users_pkey, ADD PRIMARY KEY (tenant_id, id);
```

## When to allow it
When the table is small: approve the plan.

## References
- Atlas PG312
- [Logical replication, replica identity](https://www.postgresql.org/docs/current/logical-replication-publication.html)
- measured on PostgreSQL 15 and 18
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AddConstraint, DropConstraint
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.situation import situations
from schemawarden_policy.statement import Place
from schemawarden_policy.using_index import built_beside

Transaction = tuple[str, int]
"""A number of one; or the statement that is one by itself."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    transactions = _transactions(migration)
    dropped = _dropped(migration, names, transactions)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AddConstraint) or change.kind != "primary_key":
            continue
        key, here = names.key(change.table, change.schema), transactions[_key(statement.place)]
        known = names.find(migration.facts.before, change.table, change.schema)
        had_one = key in dropped or (known is not None and bool(known.primary_key))
        short = bool(change.using_index) and here in dropped.get(key, ())
        if had_one and not short and not lifetimes.born(change.table, change.schema):
            yield Sighting(
                statement.place,
                _message(change),
                _safer(change, names),
                (shown(change.table, change.schema),),
            )


def _key(place: Place) -> tuple[str, int]:
    return place.file, place.statement


def _transactions(migration: Migration) -> dict[tuple[str, int], Transaction]:
    return {
        key: ("", how.transaction) if how.transaction is not None else key
        for key, how in situations(migration).items()
    }


def _dropped(
    migration: Migration, names: Names, transactions: dict[tuple[str, int], Transaction]
) -> dict[tuple[str, str], set[Transaction]]:
    """Table -> the transactions in which what is called like its primary key is dropped."""
    found: dict[tuple[str, str], set[Transaction]] = {}
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, DropConstraint) and _like_a_key(change.name):
                key = names.key(change.table, change.schema)
                found.setdefault(key, set()).add(transactions[_key(statement.place)])
    return found


def _like_a_key(name: str) -> bool:
    lower = name.lower()
    return lower.endswith(("_pkey", "_pk", "primary_key")) or lower.startswith(("pk_", "pkey_"))


def _message(change: AddConstraint) -> str:
    table = shown(change.table, change.schema)
    if change.using_index:
        return (
            f"Between the transaction that drops the primary key of {table} and this one, the table has none."
        )
    return f"The primary key of {table} is made anew: nobody reads or writes it until the index is built."


def _safer(change: AddConstraint, names: Names) -> str:
    """The way of add-primary-key, in the statement that drops the old key."""
    table, key = names.sql(change.table, change.schema), names.sql(change.name or f"{change.table}_pkey")
    if change.using_index:
        index = names.sql(change.using_index)
        return (
            f"ALTER TABLE {table} DROP CONSTRAINT ..., ADD CONSTRAINT {key} PRIMARY KEY USING INDEX {index};"
        )
    both = built_beside("primary_key", change.columns, change.table, change.schema, names, change.name)
    return both.replace(f"ALTER TABLE {table} ADD", f"ALTER TABLE {table} DROP CONSTRAINT ..., ADD")


RULE = Rule(
    "redefine-primary-key",
    "locks",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("PG312", "constraint-missing-not-valid"),
    sees=(AddConstraint,),
    scales=True,
    facts=("before",),
)
