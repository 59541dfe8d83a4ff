"""A column is dropped, and its values with it.

## What it sees
`ALTER TABLE ... DROP COLUMN` on a table that existed before the change set. And a table rebuild whose copy does not hand on
a column that the old table had as it is, or with a default for NULL (`coalesce(column, 0)`): the same loss in other words.

## Why it hurts
The values are gone when the transaction commits, and code that still names the column fails.

## Instead
Stop reading and writing the column, deploy, check that it holds nothing worth keeping, then drop it. Until then:

```sql
ALTER TABLE users ADD COLUMN display_name text;
UPDATE users SET display_name = nickname WHERE nickname IS NOT NULL;
```

## Example

```sql
ALTER TABLE users DROP COLUMN nickname;
```

## When to allow it
When no deployed code names the column and a backup holds its values: approve the plan.

## References
- Atlas DS103, squawk ban-drop-column, strong_migrations remove_column
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import DropColumn, RenameColumn, RenameTable
from schemawarden_policy.facts import Schema, Table
from schemawarden_policy.lexing import fold
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rebuild import Rebuild, all_rebuilds
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    names = names_of(migration, settings)
    renamed: set[str] = set()
    for statement, change, lifetimes in steps(migration, settings):
        if isinstance(change, RenameColumn | RenameTable):
            renamed.add(names.fold(change.new_name))
        if not isinstance(change, DropColumn) or lifetimes.born(change.table, change.schema):
            continue
        taken = not renamed.isdisjoint((names.fold(change.table), names.fold(change.column)))
        if taken or not _virtual(migration.facts.before, change, names):
            yield _sighting(statement, change, names, "Dropping")
    for rebuild in all_rebuilds(migration):
        for column in lost_columns(rebuild, migration.facts.before):
            what = "The rebuild does not copy, as it is,"
            yield _sighting(rebuild.drop, DropColumn(rebuild.table, column), names, what)


def lost_columns(rebuild: Rebuild, before: Schema | None) -> tuple[str, ...]:
    """Stored columns of the old table whose values some copy of the rebuild does not hand on as they are."""
    old = before.table(rebuild.table) if before else None
    if old is None:
        return ()
    return tuple(c.name for c in old.columns if not c.generated and landing(c.name, rebuild, old) is None)


def landing(column: str, rebuild: Rebuild, old: Table) -> str | None:
    """The column of the new table in which the values end, None when they don't get there."""
    name, order = column, tuple(c.name for c in old.columns)
    for copy, definition in zip(rebuild.copies, rebuild.definitions, strict=True):
        reads = tuple(each for read in copy.reads for each in (order if read == ("*",) else read or ("",)))
        into = copy.columns or reads  # without a list, which is an error of its own, names are taken to fit
        found = [goal for goal, read in zip(into, reads, strict=False) if read and fold(read) == fold(name)]
        if not found:
            return None
        name = next((goal for goal in found if fold(goal) == fold(column)), found[0])
        order = tuple(c.name for c in definition.columns)
    return name


def _virtual(before: Schema | None, change: DropColumn, names: Names) -> bool:
    """A virtual generated column holds no values of its own."""
    table = names.find(before, change.table, change.schema)
    columns = table.columns if table else ()
    wanted = names.fold(change.column)
    return any(names.fold(c.name) == wanted and c.generated == "VIRTUAL" for c in columns)


def _sighting(statement: Statement, change: DropColumn, names: Names, what: str) -> Sighting:
    name = f"{shown(change.table, change.schema)}.{change.column}"
    table, column = names.sql(change.table, change.schema), names.sql(change.column)
    return Sighting(
        statement.place,
        f"{what} column {name}: its values are lost for good.",
        f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL;  -- keep it until this is 0",  # noqa: S608 - shown, never run
        (name,),
    )


RULE = Rule(
    "drop-column",
    "destructive",
    Severity.ERROR,
    ALL,
    _check,
    destructive=True,
    aliases=("DS103", "ban-drop-column", "remove_column"),
    facts=("before",),
)
