"""Code that runs now still asks for the table that goes.

## What it sees
`DROP TABLE` of a table that existed before the change set. Not the drop within a rebuild, not of a table that the same file
creates again or leaves a view in the place of, and not of one whose name begins with `deprecated_`. What becomes of the rows
is another rule's concern (`drop-table`).

## Why it hurts
Between the migration and the last deployment of the new code, each query of the table fails.

## Instead
Deploy code that does without the table first, and rename it out of the way before it goes:

```sql
ALTER TABLE orders RENAME TO deprecated_orders;
```

## Example

```sql
DROP TABLE orders;
```

## When to allow it
When no code that is deployed asks for the table: approve the plan.

## References
- Atlas BC103
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateObject, CreateTable, DropTable, RenameTable
from schemawarden_policy.lifetimes import steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rebuild import handled_by_rebuild
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings

_Taken = dict[tuple[str, str, str], int]


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    handled, names = handled_by_rebuild(migration), names_of(migration, settings)
    taken = _taken(migration, names)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, DropTable) or id(change) in handled:
            continue
        key = (statement.place.file, *names.key(change.table, change.schema))
        again = taken.get(key, -1) > statement.place.statement
        aside = names.fold(change.table).startswith("deprecated_")
        if not again and not aside and not lifetimes.born(change.table, change.schema):
            table = shown(change.table, change.schema)
            message = f"Dropping table {table} breaks all code that still asks for it."
            yield Sighting(statement.place, message, "Deploy code that does without it first.", (table,))


def _taken(migration: Migration, names: Names) -> _Taken:
    """(file, schema, name) -> the last statement that gives the name to a table or view."""
    found: _Taken = {}
    for statement in migration.statements():
        for change in statement.changes:
            name = ""
            if isinstance(change, CreateTable):
                name = change.table
            elif isinstance(change, RenameTable):
                name = change.new_name
            elif isinstance(change, CreateObject) and change.object.endswith("view"):
                name = change.name
            if name and isinstance(change, CreateTable | RenameTable | CreateObject):
                found[statement.place.file, *names.key(name, change.schema)] = statement.place.statement
    return found


RULE = Rule(
    "drop-table-compat",
    "compatibility",
    Severity.WARNING,
    ALL,
    _check,
    aliases=("BC103",),
    sees=(DropTable,),
)
