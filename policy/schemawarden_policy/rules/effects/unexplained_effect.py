"""Something happened that the text does not say.

## What it sees
Effects that the rehearsal observed, held against what the statement's own words say: a table, column, index, view or trigger
that appeared, changed or vanished, or rows that were inserted, updated or deleted, by a statement that does not name them.
A row change that fires a trigger of the same change set, which writes to the same table, counts: the words of the two can't be
told apart. Where there was no rehearsal, the schemas before and after are compared in the same way.

## Why it hurts
Triggers, cascades and whatever the parser misread act behind the text. A person who approves the text would approve
something else than what happens.

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

from collections.abc import Iterator

from schemawarden_policy.change import (
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
from schemawarden_policy.lexing import fold
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place

_LOSSES = ("dropped", "rows_deleted", "rows_updated")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    facts = migration.facts
    statements = {(s.place.file, s.place.statement): s for s in migration.statements()}
    for run in facts.runs or ():
        statement = statements.get((run.file, run.statement))
        place = statement.place if statement else Place(run.file, run.statement, 1)
        changes = statement.changes if statement else ()
        yield from (_sighting(place, effect) for effect in _unexplained(run, changes))
    yield from _fired(migration)
    if facts.runs is None and facts.before is not None and facts.after is not None and migration.files:
        place = Place(migration.files[0].name, -1, 1)
        yield from (_sighting(place, e) for e in _vanished(migration, facts.before, facts.after))


def _fired(migration: Migration) -> Iterator[Sighting]:
    """Statements behind whose words a trigger that was just made changes other rows of the same table."""
    waiting: dict[str, str] = {}
    for statement, change, lifetimes in steps(migration):
        if isinstance(change, CreateObject) and fold(change.table) in map(fold, change.writes):
            waiting[fold(change.table)] = change.name
        elif isinstance(change, InsertRows | UpdateRows | DeleteRows):
            name = waiting.get(fold(change.table))
            if name and not lifetimes.born(change.table, change.schema):
                message = f"It fires the trigger {name}, which writes to {change.table} as well; nothing tells the two apart."
                suggestion = "Change the rows in a plan of its own, before the trigger is made."
                yield Sighting(statement.place, message, suggestion, (change.table, name), destructive=True)


def _unexplained(run: StatementRun, changes: tuple[object, ...]) -> Iterator[Effect]:
    for effect in dict.fromkeys(run.effects):
        if not explained(changes, effect):  # type: ignore[arg-type]
            yield effect


def _vanished(migration: Migration, before: Schema, after: Schema) -> Iterator[Effect]:
    """Tables and columns that were there before, are not after, and that no statement drops or renames."""
    gone_tables, gone_columns = _said(migration)
    for table in before.tables:
        left = after.table(table.name)
        if left is None and fold(table.name) not in gone_tables:
            yield Effect("dropped", "table", table.name)
        if left is None or fold(table.name) in gone_tables:
            continue
        kept = {fold(column.name) for column in left.columns}
        for column in table.columns:
            name = f"{fold(table.name)}.{fold(column.name)}"
            if fold(column.name) not in kept and name not in gone_columns:
                yield Effect("dropped", "column", f"{table.name}.{column.name}")
    for view in before.views:
        if view not in after.views and not _drops_object(migration, view):
            yield Effect("dropped", "view", view)


def _said(migration: Migration) -> tuple[set[str], set[str]]:
    tables: set[str] = set()
    columns: set[str] = set()
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, DropTable | RenameTable | CreateTable):
                tables.add(fold(change.table))
            elif isinstance(change, DropColumn | RenameColumn):
                columns.add(f"{fold(change.table)}.{fold(change.column)}")
    return tables, columns


def _drops_object(migration: Migration, view: str) -> bool:
    dropped = Effect("dropped", "view", view)
    return any(explained(statement.changes, dropped) for statement in migration.statements())


def _sighting(place: Place, effect: Effect) -> Sighting:
    if effect.verb.startswith("rows_"):
        what = f"rows of {effect.name} are {effect.verb.removeprefix('rows_')}"
    else:
        what = f"{effect.object} {effect.name} is {effect.verb}"
    return Sighting(
        place,
        f"The rehearsal shows that {what}, which the statement does not say.",
        "Look for a trigger or cascade, and write what is meant as a statement of its own.",
        (effect.name,),
        destructive=effect.verb in _LOSSES,
    )


RULE = Rule("unexplained-effect", "effects", Severity.ERROR, ALL, _check, facts=("runs", "before", "after"))
