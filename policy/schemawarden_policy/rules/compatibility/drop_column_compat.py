"""Code that runs now still names the column that goes.

## What it sees
`DROP COLUMN` on a table that existed before the change set, also of a generated column; and a rebuild whose new definition
does without a column of the old one. Not a column that the change set added itself. What becomes of the values is another
rule's concern (`drop-column`).

## Why it hurts
Between the migration and the last deployment of the new code, each query that names the column fails. Mappers that read the
list of columns when they start name it in every INSERT.

## Instead
Deploy code that ignores the column first; the mapper's list of ignored columns does it. The column stays until then:

```sql
ALTER TABLE users ADD COLUMN display_name text;
```

## Example

```sql
ALTER TABLE users DROP COLUMN nickname;
```

## When to allow it
When no code that is deployed names the column: approve the plan.

## References
- Atlas BC104, strong_migrations remove_column
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import DropColumn, DropTable
from schemawarden_policy.dropped_columns import dropped_columns
from schemawarden_policy.lexing import fold
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.rebuild import all_rebuilds
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for dropped in dropped_columns(migration, settings):
        table = shown(dropped.table, dropped.schema)
        yield _sighting(dropped.statement, table, dropped.columns)
    before = migration.facts.before
    for rebuild in all_rebuilds(migration):
        old = before.table(rebuild.table) if before else None
        kept = {fold(column.name) for column in rebuild.created.columns}
        gone = tuple(c.name for c in old.columns if fold(c.name) not in kept) if old else ()
        if gone and not rebuild.created.as_select:
            yield _sighting(rebuild.drop, rebuild.table, gone)


def _sighting(statement: Statement, table: str, columns: tuple[str, ...]) -> Sighting:
    whole = tuple(f"{table}.{column}" for column in columns)
    message = (
        f"Dropping {', '.join(whole)} breaks all code that still names {'it' if len(whole) == 1 else 'them'}."
    )
    return Sighting(statement.place, message, "Deploy code that ignores the column first.", whole)


RULE = Rule(
    "drop-column-compat",
    "compatibility",
    Severity.WARNING,
    ALL,
    _check,
    aliases=("BC104", "remove_column"),
    sees=(DropColumn, DropTable),
    facts=("before",),
)
