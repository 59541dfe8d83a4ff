"""Rows that exist are changed or deleted.

## What it sees
`UPDATE` and `DELETE` with a predicate, the branches of a `MERGE`, and the `DO UPDATE` of an upsert, on a table that existed
before the change set. What an `UPDATE` does decides: one that is held to few rows, by a LIMIT, by literals for a column of a
unique key, or by the values of an upsert that are all listed, is a notice; so is one on a table that is known to be small. Where
the schema before is not known, `id`, `uuid`, `key` and columns that end in `_id`, `_uuid` or `_key` count as such. A `DELETE`
stays a warning: its rows are lost. Tables in which migration tools keep their own history count as small.

## Why it hurts
A schema diff does not show rows. An `UPDATE` in one go over a whole table holds every row that it changed until its
transaction ends, fills the log, and leaves as many dead rows; and nothing brings the old values back.

## Instead
Change data in a plan of its own, in batches outside of a transaction (`WHERE id IN (SELECT id ... LIMIT 1000)`, again until
nothing is left), with the predicate checked by a `SELECT count(*)` first. Rows of tables that are new need no such care:

```sql
CREATE TABLE plans (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO plans (id, name) VALUES (1, 'free');
UPDATE plans SET name = 'Free' WHERE id = 1;
```

## Example

```sql
DELETE FROM sessions WHERE expires_at < 1700000000;
UPDATE users SET plan = 'free' WHERE plan IS NULL;
```

## When to allow it
For a backfill whose predicate is right, of a table that is small or at a quiet hour: approve the plan.

## References
- pgfence update-in-migration
- threats D05
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.change import DeleteRows, UpdateRows
from schemawarden_policy.consequences import consequences
from schemawarden_policy.facts import Table
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.rules.destructive.dml_without_where import takes_any
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement

_NO_PREDICATES = ("ON CONFLICT", "ON DUPLICATE KEY", "MERGE ON ")
_KEYS = re.compile(r"(?i)(id|uuid|guid|pk|key|ctid|_?rowid_?|oid)|\w+_(id|uuid|guid|key)|\w+(Id|Uuid)")
_LEDGERS = ("alembic_version", "schema_migrations", "ar_internal_metadata", "flyway_schema_history")
"""In which tools keep what they have applied: a few rows, and their own business."""
_QUERY = re.compile(r"\bSELECT\b", re.IGNORECASE)


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names, before = names_of(migration, settings), migration.facts.before
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, DeleteRows | UpdateRows) or takes_any(change):
            continue
        if lifetimes.alone(change.table, change.schema):
            continue
        table = names.find(before, change.table, change.schema)
        few = isinstance(change, UpdateRows) and held_to_few(statement, change, table, names)
        small = isinstance(change, UpdateRows) and _small(table, settings)
        then = consequences(change, before, names)
        yield _sighting(statement, change, names, then, few=few, small=small)


def held_to_few(
    statement: Statement, change: UpdateRows | DeleteRows, table: Table | None, names: Names
) -> bool:
    """The predicate holds the rows to a number that does not grow with the table."""
    if (change.where or "").startswith(_NO_PREDICATES[:2]):
        return _QUERY.search(statement.text) is None
    if "LIMIT" in change.bounds or change.table.lower() in _LEDGERS:
        return True
    if table is None:
        return any(_KEYS.fullmatch(column) for column in change.bounds)
    unique = {table.primary_key, *(index.columns for index in table.indexes if index.unique)}
    keys = {names.fold(column) for columns in unique for column in columns}
    return any(names.fold(column) in keys for column in change.bounds)


def _small(table: Table | None, settings: Settings) -> bool:
    return table is not None and table.rows is not None and table.rows <= settings.small_rows


def _sighting(
    statement: Statement, change: DeleteRows | UpdateRows, names: Names, then: str, *, few: bool, small: bool
) -> Sighting:
    table, where = shown(change.table, change.schema), change.where or ""
    verb = "DELETE removes" if isinstance(change, DeleteRows) else "UPDATE changes"
    once = "in one go, unbatched over the whole table; " if isinstance(change, UpdateRows) and not few else ""
    message = f"{verb} rows of {table} where {_words(where)}: {once}no schema check sees which.{then}"
    spelt = names.sql(change.table, change.schema)
    count = f"SELECT count(*) FROM {spelt} WHERE {where};  -- look first"  # noqa: S608 - shown, never run
    suggestion = "Check which rows match first." if where.startswith(_NO_PREDICATES) else count
    if once and not where.startswith(_NO_PREDICATES):
        suggestion += "\nThen change them in batches, outside of a transaction."
    return Sighting(statement.place, message, suggestion, (table,), Severity.NOTICE if few or small else None)


def _words(where: str) -> str:
    return f"a MERGE decides on {where.removeprefix('MERGE ON ')}" if where.startswith("MERGE ON ") else where


RULE = Rule(
    "dml-in-migration",
    "destructive",
    Severity.WARNING,
    ALL,
    _check,
    aliases=("update-in-migration", "delete-rows"),
    sees=(DeleteRows, UpdateRows),
    facts=("before",),
)
