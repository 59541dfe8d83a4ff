"""The database has a schema but no history; a file that makes that schema becomes its beginning.

## What it sees
A target without Atlas's revisions, whose schema is exactly what the first migration file makes. The plan records that file
as the baseline and does not run it.

## Why it hurts
It does not hurt the data: nothing of the file is run. But from here on the file stands for what is there, and every later
migration builds on it. If the database is not the one that the files belong to, this is the last moment to notice.

## Instead
Nothing; look at the target's name and at the file once more. On an empty database the file would simply be run.

```sql
CREATE TABLE users (id integer PRIMARY KEY);
```

## Example
Where `users` is there already, and no revisions are:

```sql
CREATE TABLE users (id integer PRIMARY KEY);
```

## When to allow it
Once, when a database that grew up without Atlas is taken over.

## References
- Atlas: `migrate apply --baseline`
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    name = migration.facts.history.baseline
    if name:
        message = (
            f"{name} makes exactly the schema that is there; it is recorded as the baseline and not run."
        )
        yield Sighting(
            Place(name, -1, 1), message, "Make sure that this is the database the files belong to."
        )


RULE = Rule("history-baseline", "compatibility", Severity.WARNING, ALL, _check, facts=("history",))
