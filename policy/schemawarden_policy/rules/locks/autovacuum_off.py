"""Nobody clears up behind a table any more.

## What it sees
`autovacuum_enabled = false`, also that of the TOAST table, set on a table or materialized view. On a table that the change
set created it is a notice.

## Why it hurts
The change itself takes no time and stops nobody. But dead rows are never removed, so the table and its indexes grow; its
statistics go stale, so queries get slow plans; and in the end the server starts a vacuum all the same, to prevent a
wrap-around of transaction ids, at a time of its own choice.

## Instead
Tune it for this table: sooner and gentler, or later.

```sql
ALTER TABLE events SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 5);
```

## Example

```sql
ALTER TABLE events SET (autovacuum_enabled = false);
```

## When to allow it
For a table that is only ever filled and dropped: approve the plan.

## References
- Atlas PG320, MigrationPilot MP066; its lock stops no reader or writer, measured on PostgreSQL 15 and 18
- [Storage parameters](https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-STORAGE-PARAMETERS)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemawarden_policy.change import AlterObject, AlterTable, CreateTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings

_NAMES = ("autovacuum_enabled", "toast.autovacuum_enabled")
_OFF = ("false", "off", "no", "0", "f", "n", "fa", "fal", "fals", "of")
"""The server takes each beginning of a word that is no other word's."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AlterTable | AlterObject | CreateTable) or not _switched_off(change):
            continue
        name = change.name if isinstance(change, AlterObject) else change.table
        made = isinstance(change, CreateTable) or lifetimes.born(name, change.schema)
        table, spelt = shown(name, change.schema), names.sql(name, change.schema)
        yield Sighting(
            statement.place,
            f"Dead rows of {table} are never removed from then on, and its statistics go stale.",
            f"ALTER {_kind(change)} {spelt} SET (autovacuum_vacuum_scale_factor = 0.01);",
            (table,),
            Severity.NOTICE if made else None,
        )


def _switched_off(change: AlterTable | AlterObject | CreateTable) -> bool:
    pairs = (parameter.lower().partition("=") for parameter in _parameters(change))
    return any(name in _NAMES and value in _OFF for name, _, value in pairs)


def _parameters(change: AlterTable | AlterObject | CreateTable) -> Sequence[str]:
    if isinstance(change, CreateTable):
        return change.storage
    given = change.value if isinstance(change, AlterObject) else change.name
    return given.split(", ") if change.form == "SET STORAGE PARAMETERS" else ()


def _kind(change: AlterTable | AlterObject | CreateTable) -> str:
    return "MATERIALIZED VIEW" if isinstance(change, AlterObject) else "TABLE"


RULE = Rule(
    "autovacuum-off",
    "locks",
    Severity.WARNING,
    POSTGRESQL,
    _check,
    aliases=("PG320", "MP066"),
    sees=(AlterTable, AlterObject, CreateTable),
)
