"""Something happened that the text does not say.

## What it sees
Effects that the rehearsal observed, held against what the statement's own words say: a table, column, index, view or trigger
that appeared, changed or vanished, or rows that were inserted, updated or deleted, by a statement that does not name them.
A row change that fires a trigger of the same change set, which writes to the same table, counts: the words of the two can't be
told apart. On PostgreSQL also a routine that may run by way of a trigger, default, check, policy, view, cast or operator,
when its text says that it changes or deletes something; a lock for writing on a table that the statement does not name, and each object that CASCADE
takes along. Where there was no rehearsal, the schemas before and after are compared in the same way.

## Why it hurts
Triggers, cascades, dynamic SQL and whatever the parser misread act behind the text. A person who approves the text would
approve something else than what happens.

## Instead
Write what is meant as a statement of its own.

```sql
DELETE FROM sessions WHERE user_id = 7;
DELETE FROM users WHERE id = 7;
```

## Example
Where deleting from `users` cascades to `sessions`:

```sql
DELETE FROM users WHERE id = 7;
```

## When to allow it
When the cascade or trigger is known and wanted: approve the plan. Vanished things make the plan destructive.

## References
- measurements: rehearsal
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from schemawarden_policy.change import (
    Change,
    CreateObject,
    CreateTable,
    DeleteRows,
    DropColumn,
    DropTable,
    InsertRows,
    RenameColumn,
    RenameTable,
    UpdateRows,
)
from schemawarden_policy.explained import explained
from schemawarden_policy.facts import Effect, Schema, StatementRun
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.partitions import Partitions, partitions_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Place
from schemawarden_policy.touched import touched

_MOST = 5
"""Effects of one kind that are told one by one."""
Known = Mapping[str, Collection[str]]
"""Schema -> its tables before."""
_LOSSES = ("dropped", "rows_deleted", "rows_updated", "called")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    facts, names = migration.facts, names_of(migration, settings)
    parts, known = partitions_of(migration, names), _known(migration, names)
    statements = {(s.place.file, s.place.statement): s for s in migration.statements()}
    for run in facts.runs or ():
        statement = statements.get((run.file, run.statement))
        place = statement.place if statement else Place(run.file, run.statement, 1)
        changes = statement.changes if statement else ()
        yield from _sightings(place, _unexplained(run, changes, names, parts))
        yield from _written(place, run, changes, names, parts, known)
    yield from _fired(migration, settings)
    if facts.runs is None and facts.before is not None and facts.after is not None and migration.files:
        place = Place(migration.files[0].name, -1, 1)
        yield from _sightings(place, _vanished(migration, names, facts.before, facts.after))


def _fired(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    """Statements behind whose words a trigger that was just made changes other rows of the same table."""
    names = names_of(migration, settings)
    waiting: dict[tuple[str, str], str] = {}
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, CreateObject) and _own_trigger(change, names):
            waiting[names.key(change.table, change.schema)] = change.name
        elif isinstance(change, InsertRows | UpdateRows | DeleteRows):
            name = waiting.get(names.key(change.table, change.schema))
            if name and not lifetimes.born(change.table, change.schema):
                table = shown(change.table, change.schema)
                message = f"It fires the trigger {name}, which writes to {table} as well; nothing tells the two apart."
                suggestion = "Change the rows in a plan of its own, before the trigger is made."
                yield Sighting(statement.place, message, suggestion, (table, name), destructive=True)


def _own_trigger(change: CreateObject, names: Names) -> bool:
    """A trigger that writes to its own table."""
    own = names.key(change.table, change.schema)
    return bool(change.table) and own in map(names.key_of, change.writes)


def _unexplained(
    run: StatementRun, changes: tuple[Change, ...], names: Names, parts: Partitions
) -> Iterator[Effect]:
    for effect in dict.fromkeys(run.effects):
        if _goes_along(effect, run.effects):
            continue
        rows = effect.verb.startswith("rows_")  # of a partition, when the statement names the whole table
        wholes = (
            replace(effect, name=name) for name in (parts.wholes(effect.name) if rows else [effect.name])
        )
        if not any(explained(changes, each, names) for each in wholes):
            yield effect


def _written(
    place: Place,
    run: StatementRun,
    changes: tuple[Change, ...],
    names: Names,
    parts: Partitions,
    known: Known,
) -> Iterator[Sighting]:
    """Tables that the statement locks for writing and does not name: on an empty copy no row tells of it."""
    named = {".".join(names.key(name, schema)) for change in changes for name, schema in touched(change)}
    told = {effect.name for effect in run.effects if effect.verb.startswith("rows_")}
    for lock in run.locks:
        if lock.mode != "RowExclusive" or not named.isdisjoint(parts.wholes(lock.relation)):
            continue
        if lock.relation not in told and _may_be_table(lock.relation, known):
            message = (
                f"The rehearsal shows that it writes to {lock.relation}, which the statement does not name."
            )
            suggestion = "Look for a trigger, rule, cascade or function, and write what is meant as a statement of its own."
            yield Sighting(place, message, suggestion, (lock.relation,), destructive=True)


def _known(migration: Migration, names: Names) -> Known:
    """The tables before, by schema; the scope's own schema is known even when it was empty, a new one always."""
    before = migration.facts.before
    if before is None:
        return {}
    changes = (change for statement in migration.statements() for change in statement.changes)
    made = (
        c.name
        for c in changes
        if isinstance(c, CreateObject) and c.object == "schema" and not c.if_not_exists
    )
    found: dict[str, set[str]] = {schema: set() for schema in (names.home, *made)}
    for table in before.tables:
        schema, name = names.key(table.name, table.schema)
        found.setdefault(schema, set()).add(name)
    return found


def _may_be_table(relation: str, known: Known) -> bool:
    """Indexes and sequences are locked as well; in a schema that is known, they are told by not being tables."""
    schema, _, name = relation.partition(".")
    return name in known[schema] if schema in known else True


def _vanished(migration: Migration, names: Names, before: Schema, after: Schema) -> Iterator[Effect]:
    """Tables and columns that were there before, are not after, and that no statement drops or renames."""
    gone_tables, gone_columns = _said(migration, names)
    for table in before.tables:
        key, name = names.key(table.name, table.schema), shown(table.name, table.schema)
        left = names.find(after, table.name, table.schema)
        if left is None and key not in gone_tables:
            yield Effect("dropped", "table", name)
        if left is None or key in gone_tables:
            continue
        kept = {names.fold(column.name) for column in left.columns}
        for column in table.columns:
            if names.fold(column.name) not in kept and (*key, names.fold(column.name)) not in gone_columns:
                yield Effect("dropped", "column", f"{name}.{column.name}")
    for view in before.views:
        if view not in after.views and not _drops_object(migration, names, view):
            yield Effect("dropped", "view", view)


def _said(migration: Migration, names: Names) -> tuple[set[tuple[str, str]], set[tuple[str, str, str]]]:
    """What statements drop or rename: tables, and columns."""
    tables: set[tuple[str, str]] = set()
    columns: set[tuple[str, str, str]] = set()
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, DropTable | RenameTable | CreateTable):
                tables.add(names.key(change.table, change.schema))
            elif isinstance(change, DropColumn | RenameColumn):
                columns.add((*names.key(change.table, change.schema), names.fold(change.column)))
    return tables, columns


def _drops_object(migration: Migration, names: Names, view: str) -> bool:
    at_home = migration.dialect is Dialect.POSTGRESQL and "." not in view
    dropped = Effect("dropped", "view", f"{names.home}.{view}" if at_home else view)
    return any(explained(statement.changes, dropped, names) for statement in migration.statements())


def _goes_along(effect: Effect, others: tuple[Effect, ...]) -> bool:
    """Another effect of the statement tells of it: a constraint of its index, a table of what hangs on it."""
    own = effect.name.rsplit(".", 1)[-1]
    same = [other for other in others if other.verb == effect.verb and other is not effect]
    if effect.object == "index":
        return any(o.object == "constraint" and o.name.rsplit(".", 1)[-1] == own for o in same)
    dropped = effect.verb == "dropped"
    return dropped and any(o.object == "table" and effect.name.startswith(f"{o.name}.") for o in same)


def _sightings(place: Place, effects: Iterable[Effect]) -> Iterator[Sighting]:
    """One for each effect; many of one kind share one."""
    groups: dict[tuple[str, str], list[Effect]] = {}
    for effect in effects:
        groups.setdefault((effect.verb, effect.object), []).append(effect)
    for (verb, kind), found in groups.items():
        if len(found) <= _MOST:
            yield from (_sighting(place, verb, (effect.name,), _what(effect)) for effect in found)
        else:
            names = tuple(effect.name for effect in found)
            listed = f"{', '.join(names[:_MOST])} and {len(names) - _MOST} more"
            yield _sighting(place, verb, names, f"{kind} {listed} are {verb.removeprefix('rows_')}")


def _what(effect: Effect) -> str:
    if effect.verb.startswith("rows_"):
        return f"rows of {effect.name} are {effect.verb.removeprefix('rows_')}"
    if effect.verb == "called":
        return f"{effect.object} {effect.name} may run and change or delete something"
    return f"{effect.object} {effect.name} is {effect.verb}"


def _sighting(place: Place, verb: str, names: tuple[str, ...], what: str) -> Sighting:
    return Sighting(
        place,
        f"The rehearsal shows that {what}, which the statement does not say.",
        "Look for a trigger or cascade, and write what is meant as a statement of its own.",
        names,
        destructive=verb in _LOSSES,
    )


RULE = Rule("unexplained-effect", "effects", Severity.ERROR, ALL, _check, facts=("runs", "before", "after"))
