"""A statement begins with a backslash.

## What it sees
A statement whose first character is a backslash: `\\!`, `\\copy`, `\\i`, a command of the psql or mysql shell.

## Why it hurts
Atlas sends it to the server, which refuses it. A person who pastes the file into a shell runs it: `\\! rm -rf /`.

## Instead
SQL only.

```sql
CREATE TABLE users (id integer PRIMARY KEY);
```

## Example

```sql
\\! touch /tmp/pwned
;
```

## When to allow it
Never. It can't be switched off.

## References
- threats D19
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        if statement.text.startswith("\\"):
            yield Sighting(statement.place, "A shell's backslash command is no SQL.", "Remove the line.")


RULE = Rule("psql-meta-command", "forbidden", Severity.FORBIDDEN, ALL, _check)
