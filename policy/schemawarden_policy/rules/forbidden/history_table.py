"""A migration touches Atlas's own history.

## What it sees
The name `atlas_schema_revisions` in any token of any statement: as a table, on PostgreSQL also as a schema, as a quoted or
escaped name, or within a string.

## Why it hurts
That table says which files were applied. A row deleted from it makes a file run again, a row added makes it never run,
and every later check trusts it.

## Instead
Mend history with the operator's own tools. Migrations leave it alone.

```sql
CREATE TABLE schema_notes (id integer PRIMARY KEY, note text);
```

## Example

```sql
DELETE FROM "atlas_schema_revisions" WHERE version = '20250101000000';
```

## When to allow it
Never. It can't be switched off.

## References
- threats E03-E05
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from schemawarden_policy.change import Change
from schemawarden_policy.lexing import UnclosedError, fold, significant
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect

_TABLE = "atlas_schema_revisions"


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        written = _TABLE in fold(statement.text) and _names_it(statement.text, migration.dialect)
        spelled = "\\" in statement.text or "&" in statement.text
        if written or (spelled and any(_meant(change) for change in statement.changes)):
            yield Sighting(
                statement.place,
                f"The statement names {_TABLE}, the record of what was applied.",
                "Leave the revisions table alone.",
                (_TABLE,),
            )


def _names_it(text: str, dialect: Dialect) -> bool:
    try:
        return any(_TABLE in fold(token.text) for token in significant(text, dialect))
    except UnclosedError:
        return True


def _meant(change: Change) -> bool:
    """The name as the parser read it: only U&"..." and E'...' spell it in other letters."""
    return any(_TABLE in fold(text) for text in _texts(change))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        yield from _texts([getattr(value, field.name) for field in fields(value)])


RULE = Rule("history-table", "forbidden", Severity.FORBIDDEN, ALL, _check)
