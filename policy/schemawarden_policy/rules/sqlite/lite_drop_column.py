"""SQLite refuses to drop this column.

## What it sees
`DROP COLUMN` of a column that is UNIQUE, of the primary key, or used by an index, a CHECK, a generated column or a foreign key of
the table, by the schema before or as the change set defines it, and by a view that the change set makes. A warning where an index
on an expression or a trigger of the table may use it.

## Why it hurts
SQLite answers "cannot drop PRIMARY KEY column", "cannot drop UNIQUE column" or "error in index ... after drop column", and the
migration stops there. A trigger that sets the column is not noticed at all: the column goes, and from then on every statement that
sets the trigger off fails.

## Instead
Drop the index first, or rebuild the table.

```sql
DROP INDEX users_nickname;
```

## Example
Where `id` is the primary key of `users`:

```sql
ALTER TABLE users DROP COLUMN id;
```

## When to allow it
The warning, when the rehearsal ran and the triggers don't name the column.

## References
- Atlas DS103
- [ALTER TABLE DROP COLUMN](https://sqlite.org/lang_altertable.html#altertabdropcol); measured on SQLite 3.40
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.change import CreateTable, DropColumn
from schemawarden_policy.dependents import Dependents, dependent_steps
from schemawarden_policy.facts import Table
from schemawarden_policy.lexing import TokenKind, fold, significant
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import SQLITE
from schemawarden_policy.rules.sqlite.lite_unsupported_alter import rebuild_sketch
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect
from schemawarden_policy.under_lock import run_of

_BARE = re.compile(r"\w+")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    before = migration.facts.before
    for statement, change, dependents in dependent_steps(migration):
        if not isinstance(change, DropColumn):
            continue
        name, place = f"{change.table}.{change.column}", statement.place
        ran = run_of(migration, place) is not None
        table = before.table(change.table) if before else None
        definition = dependents.definitions.get(fold(change.table))
        refusal = _refusal(change, table, definition, dependents)
        if refusal and not ran:
            yield Sighting(
                place, f"{refusal}; SQLite can't drop {name}.", rebuild_sketch(change.table), (name,)
            )
        elif doubt := _doubt(change, dependents, ran):
            yield Sighting(place, f"{name}: {doubt}", rebuild_sketch(change.table), (name,), Severity.WARNING)


def _refusal(
    change: DropColumn, table: Table | None, definition: CreateTable | None, dependents: Dependents
) -> str:
    """Why SQLite refuses for certain; empty when nothing known forbids it."""
    column, name = fold(change.column), f"{change.table}.{change.column}"
    if definition:
        if why := _defined(column, name, definition):
            return why
    elif table and column in map(fold, table.primary_key):
        return f"{name} belongs to the primary key"
    for index in dependents.indexes_on(change.table):
        if column in map(fold, index.columns):
            return f"Index {index.name} holds {name}"
    return ""


def _defined(column: str, name: str, definition: CreateTable) -> str:
    """By the definition that the change set gives."""
    own = next((c for c in definition.columns if fold(c.name) == column), None)
    if own and (own.primary_key or own.unique):
        return f"{name} is {'the primary key' if own.primary_key else 'UNIQUE'}"
    for each in definition.constraints:
        if column in map(fold, each.columns):
            return f"{name} belongs to a {each.kind.replace('_', ' ')} constraint"
        if (
            each.kind == "check"
            and not _inline(each.expression, own.check if own else "")
            and _names(each.expression, column)
        ):
            return f"A CHECK uses {name}"
    for other in definition.columns:
        if fold(other.name) != column and (_names(other.check, column) or _names(other.expression, column)):
            return f"Column {other.name} uses {name}"
    return ""


def _inline(expression: str, own: str) -> bool:
    """A named check of the column itself goes with it."""
    return not expression or expression == own


def _names(expression: str, column: str) -> bool:
    tokens = significant(expression, Dialect.SQLITE)
    return any(fold(t.name) == column for t in tokens if t.kind in (TokenKind.WORD, TokenKind.QUOTED))


def _doubt(change: DropColumn, dependents: Dependents, ran: bool) -> str:
    """What may use the column, where the text that would tell is not known."""
    if triggers := dependents.triggers_on(change.table):
        return f"SQLite does not look whether {', '.join(triggers)} sets it; a trigger that does will fail from then on."
    if ran:
        return ""
    if views := dependents.views_of(change.table):
        return f"SQLite refuses to drop it if one of these reads it: {', '.join(views)}."
    on = dependents.indexes_on(change.table)
    unsure = [i.name for i in on if i.partial or not all(map(_BARE.fullmatch, i.columns)) or not i.columns]
    return f"SQLite refuses to drop it if one of these uses it: {', '.join(unsure)}." if unsure else ""


RULE = Rule(
    "lite-drop-column",
    "sqlite",
    Severity.ERROR,
    SQLITE,
    _check,
    aliases=("DS103",),
    sees=(DropColumn,),
    facts=("before", "runs"),
)
