"""Something outside of the schemas that the target covers is made or changed.

## What it sees
Where the operator names `schemas` for a target: a statement that names another schema for what it makes, changes or drops. And
objects that a replay of the pending files leaves in other schemas, however they got there.

## Why it hurts
The target's live state, drift and effects are watched in its own schemas only. What happens elsewhere is neither compared before
the apply nor verified after it, and the generated schema leaves it out.

## Instead
Keep to the target's schemas, or let the operator add the other one to `schemas`.

```sql
CREATE TABLE public.events (id bigint PRIMARY KEY);
```

## Example
Where the target's schemas are `public`:

```sql
CREATE TABLE audit.events (id bigint PRIMARY KEY);
```

## When to allow it
When the other schema is known and nobody minds that it is not watched: approve the plan.

## References
- Atlas's scope of a schema or a database connection, Bytebase STATEMENT_DISALLOW_CROSS_DB_QUERIES
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import Change, CreateObject, DropObject, LockTable, Truncate
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place
from schemawarden_policy.visible import visible

_ITS_OWN = ("", "pg_temp")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    if not settings.schemas:
        return
    told: set[str] = set()
    for statement in migration.statements():
        named = {schema for change in statement.changes for schema in _schemas(change)}
        for schema in sorted(named.difference(_ITS_OWN, settings.schemas)):
            told.add(schema)
            yield _sighting(statement.place, f"It acts in the schema {schema}", settings)
    for item in migration.facts.outside:
        if item.rpartition(" ")[2].partition(".")[0] not in told and migration.files:
            place = Place(migration.files[0].name, -1, 1)
            yield _sighting(place, f"The files make {visible(item)}", settings)


def _schemas(change: Change) -> Iterator[str]:
    """The schemas in which the change makes, alters or drops something."""
    yield getattr(change, "schema", "")
    if isinstance(change, CreateObject | DropObject) and change.object == "schema":
        yield change.name
    if isinstance(change, Truncate | LockTable):
        yield from (table.rpartition(".")[0] for table in change.tables)


def _sighting(place: Place, what: str, settings: Settings) -> Sighting:
    covered = ", ".join(settings.schemas)
    return Sighting(
        place,
        f"{what}, and this target covers {covered} only: nothing is compared or verified there.",
        "Keep to the target's schemas, or ask the operator to add the other one to `schemas`.",
    )


RULE = Rule("cross-database", "shape", Severity.ERROR, POSTGRESQL, _check, facts=("outside",))
