"""A view, trigger, routine, type or other object without rows is dropped or overwritten.

## What it sees
`DROP VIEW`, `DROP TRIGGER` and other objects that hold behaviour instead of rows: on PostgreSQL also functions, policies,
rules, types, sequences, extensions, on MySQL also functions, procedures and events. Not of one that the change set made. A
trigger, and on PostgreSQL and MySQL anything, that is replaced, by one of that name in the same file or by `CREATE OR REPLACE`,
is told as well, since an emptied one looks just like that: as a notice for views, routines, and a type that another one has taken
the name of; a trigger, rule or policy, which act by themselves, and a sequence that begins again stay warnings. A view of SQLite that is
replaced is not told.

## Why it hurts
Queries on the view fail; what the trigger kept right goes wrong without a sound. Schema diffs of tables don't show either.

## Instead
Replace it in the same file.

```sql
DROP VIEW active_users;
CREATE VIEW active_users AS SELECT id, email FROM users WHERE active = 1;
```

## Example

```sql
DROP TRIGGER users_audit;
```

## When to allow it
When nothing reads the view, or what the trigger did is done elsewhere: approve the plan.

## References
- Ptah DS107
- threats D06
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateObject, DropObject
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Statement
from schemawarden_policy.type_names import TypeNames

_KEEPERS = ("trigger", "rule", "policy", "function", "procedure", "routine", "aggregate")
"""What may keep a rule of the business that its successor does not. On PostgreSQL everything may: a view keeps its grants
when it is replaced and loses them when it is made anew, a sequence begins again."""
_NEVER_THE_SAME = ("sequence", "extension", "role", "trigger", "rule", "policy")
"""A sequence begins again; what acts by itself, or keeps rows from somebody, may do nothing any more."""
_OVERLOADED = ("function", "procedure", "routine", "aggregate")
"""Several may share a name: one that the change set made says nothing about another one."""
_OTHER_RULES = ("schema", "database", "event_trigger")
"""Of drop-schema, drop-database and cluster-statement."""


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    types = TypeNames(migration, names)
    made: set[tuple[str, ...]] = set()
    for file in migration.files:
        again = _last_created(file, names)
        for statement in file.statements:
            for change in statement.changes:
                if isinstance(change, CreateObject):
                    yield from _created(statement, change, names, made)
                elif isinstance(change, DropObject) and change.object not in _OTHER_RULES:
                    later = again.get(_key(change, names), -1) > statement.place.statement
                    replaced = later or types.replaced(change)
                    yield from _dropped(statement, change, names, made, replaced=replaced)


def _last_created(file: MigrationFile, names: Names) -> dict[tuple[str, ...], int]:
    """Object -> number of the last statement that creates it."""
    return {
        _key(change, names): statement.place.statement
        for statement in file.statements
        for change in statement.changes
        if isinstance(change, CreateObject)
    }


def _created(
    statement: Statement, change: CreateObject, names: Names, made: set[tuple[str, ...]]
) -> Iterator[Sighting]:
    """CREATE OR REPLACE of what the change set did not make itself; `made` grows by what is surely new."""
    key = _key(change, names)
    if change.replaces and key not in made:
        yield from _replaced(statement, change, names)
    elif not change.if_not_exists and change.object not in _OVERLOADED:
        made.add(key)


def _dropped(
    statement: Statement, change: DropObject, names: Names, made: set[tuple[str, ...]], *, replaced: bool
) -> Iterator[Sighting]:
    key = _key(change, names)
    if key in made:
        made.discard(key)
    elif replaced:
        yield from _replaced(statement, change, names)
    else:
        kind, name = change.object.replace("_", " "), _named(change)
        message = f"Dropping {kind} {name} takes away behaviour that no table diff shows."
        on = f" ON {names.sql(change.table, change.schema)}" if change.table else ""
        spelt = names.sql(change.name, "" if change.table else change.schema)
        suggestion = f"CREATE {kind.upper()} {spelt}{on} ...;  -- in the same file"
        yield Sighting(statement.place, message, suggestion, (name,))


def _key(change: CreateObject | DropObject, names: Names) -> tuple[str, ...]:
    """On PostgreSQL, triggers, rules and policies have their names within a table."""
    table = change.table if names.dialect is Dialect.POSTGRESQL else ""
    return (change.object, table, *names.key(change.name, change.schema))


def _named(change: CreateObject | DropObject) -> str:
    own = shown(change.name, "" if change.table else change.schema)
    return f"{own} on {shown(change.table, change.schema)}" if change.table else own


def _replaced(statement: Statement, change: CreateObject | DropObject, names: Names) -> Iterator[Sighting]:
    if change.object in _KEEPERS or names.dialect is not Dialect.SQLITE:
        kind, name = change.object.replace("_", " ").capitalize(), _named(change)
        message = f"{kind} {name} is replaced; only its text tells whether it still does the same."
        severity = None if change.object in _NEVER_THE_SAME else Severity.NOTICE
        yield Sighting(statement.place, message, "Compare the two texts.", (name,), severity)


RULE = Rule(
    "drop-behaviour-object",
    "destructive",
    Severity.WARNING,
    ALL,
    _check,
    aliases=(
        "DS107",
        "ban-drop-view",
        "ban-drop-function",
        "ban-drop-type",
        "ban-drop-sequence",
        "ban-drop-domain",
        "ban-drop-extension",
        "ban-drop-trigger",
        "ban-drop-policy",
        "ban-replace-view-function",
    ),
    sees=(CreateObject, DropObject),
)
