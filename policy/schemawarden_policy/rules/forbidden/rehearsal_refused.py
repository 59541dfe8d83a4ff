"""The sandbox refused a statement.

## What it sees
The rehearsal's authorizer denied something that a statement tried (`runs[].refused`), and attach-database has not said
it already.

## Why it hurts
What the sandbox refuses was never seen to run, and was refused because it would reach beyond the database.

## Instead
Stay within the target's tables.

```sql
CREATE TABLE notes (id integer PRIMARY KEY, body text);
```

## Example
With a rehearsal that reports `refused: "FUNCTION readlink"`:

```sql
INSERT INTO notes (id, body) SELECT 1, readlink('/proc/self/exe');
```

## When to allow it
Never. It can't be switched off.

## References
- [Compile-time authorization callbacks](https://sqlite.org/c3ref/set_authorizer.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import Attach
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    statements = {(s.place.file, s.place.statement): s for s in migration.statements()}
    for run in migration.facts.runs or ():
        statement = statements.get((run.file, run.statement))
        told = statement and any(isinstance(change, Attach) for change in statement.changes)
        if run.refused and not told and "ATTACH" not in run.refused.upper():
            place = statement.place if statement else Place(run.file, run.statement, 1)
            yield Sighting(
                place, f"The rehearsal's sandbox refused it: {run.refused}.", "Remove the statement."
            )


RULE = Rule("rehearsal-refused", "forbidden", Severity.FORBIDDEN, ALL, _check, facts=("runs",))
