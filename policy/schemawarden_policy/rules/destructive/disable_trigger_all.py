"""A table's triggers or rules are switched off.

## What it sees
`DISABLE TRIGGER ALL`, which switches foreign keys off as well; and as a warning `DISABLE TRIGGER` of one or of the user's
own, `DISABLE RULE`. A named one that the same file switches on again, or that the change set made, is a notice. On a table that
existed before the change set.

## Why it hurts
Foreign keys are triggers of the server. While they are off, rows without a parent get in, and switching them on again does
not look for them. Whatever other triggers keep right is not kept, either.

## Instead
Name the one trigger, and switch it on again in the same file; or let the operator set `session_replication_role` outside of the
migration. A new trigger needs none of it:

```sql
ALTER TABLE users ADD COLUMN nickname text;
```

## Example

```sql
ALTER TABLE users DISABLE TRIGGER ALL;
```

## When to allow it
When nothing else writes to the table meanwhile and the data is checked afterwards: approve the plan.

## References
- MigrationPilot MP064, pgfence enable-disable-trigger
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterTable, CreateObject
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement

_Switch = tuple[str, tuple[str, str], str, str]


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    on_again, made = _switched_on(migration, names), _made(migration, names)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, AlterTable) or not change.form.startswith(
            ("DISABLE TRIGGER", "DISABLE RULE")
        ):
            continue
        if not lifetimes.born(change.table, change.schema):
            table = shown(change.table, change.schema)
            spared = on_again.get(_switch(statement, change, names), -1) > statement.place.statement
            spared = spared or (names.key(change.table, change.schema), change.name) in made
            what = (
                "foreign keys included"
                if change.form == "DISABLE TRIGGER ALL"
                else "and what they keep right"
            )
            yield Sighting(
                statement.place,
                f"{change.form} {change.name}".rstrip() + f" switches triggers of {table} off, {what}.",
                "Name the one trigger, and switch it on again in the same file.",
                (table,),
                _severity(change, spared=spared),
            )


def _severity(change: AlterTable, *, spared: bool) -> Severity | None:
    if change.form == "DISABLE TRIGGER ALL":
        return None
    return Severity.NOTICE if change.name and spared else Severity.WARNING


def _switch(statement: Statement, change: AlterTable, names: Names) -> _Switch:
    kind = change.form.split()[-1]
    return statement.place.file, names.key(change.table, change.schema), kind, change.name


def _switched_on(migration: Migration, names: Names) -> dict[_Switch, int]:
    """(file, table, kind, name) -> the last statement that switches it on."""
    return {
        _switch(statement, change, names): statement.place.statement
        for statement in migration.statements()
        for change in statement.changes
        if isinstance(change, AlterTable) and change.form in ("ENABLE TRIGGER", "ENABLE RULE")
    }


def _made(migration: Migration, names: Names) -> set[tuple[tuple[str, str], str]]:
    """(table, name) of the triggers and rules that the change set makes."""
    return {
        (names.key(change.table, change.schema), change.name)
        for statement in migration.statements()
        for change in statement.changes
        if isinstance(change, CreateObject) and change.object in ("trigger", "rule") and not change.replaces
    }


RULE = Rule(
    "disable-trigger-all",
    "destructive",
    Severity.ERROR,
    POSTGRESQL,
    _check,
    aliases=("MP064", "enable-disable-trigger", "ban-disable-trigger"),
    sees=(AlterTable,),
)
