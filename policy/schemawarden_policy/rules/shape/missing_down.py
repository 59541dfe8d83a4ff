"""A migration can't be rolled back by the project's own means.

## What it sees
A file without a partner or section that undoes it: `x.up.sql` without `x.down.sql`, `V1__x.sql` without `U1__x.sql`, a file with
`-- +goose Up` or `-- migrate:up` and nothing for down, and any other file that has neither a section nor a `.down.sql` beside it. Off
unless the operator's policy switches it on.

## Why it hurts
Where a project's releases are rolled back together with the schema, a file without its way back stops the release half way.

## Instead

```sql
-- migrate:up
CREATE TABLE users (id integer PRIMARY KEY);
-- migrate:down
DROP TABLE users;
```

## Example

```sql
-- migrate:up
CREATE TABLE users (id integer PRIMARY KEY);
```

## When to allow it
For what can't be undone, such as a dropped column; and in projects that only ever go forward.

## References
- Ptah MF101P
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place
from schemawarden_policy.visible import visible

_SECTION = re.compile(r"^--\s*(?:\+goose Down|\+migrate Down|migrate:down|rollback\b|//@UNDO)", re.I | re.M)
_UNDOES = re.compile(r".*\.down\.sql|U[0-9._]+__.*\.sql|down\.sql", re.I)
_FLYWAY = re.compile(r"V([0-9._]+__.*\.sql)")


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    there = {file.name for file in migration.files}
    for file in migration.files:
        partner = _partner(file)
        if partner and partner not in there and not _SECTION.search(file.text):
            yield Sighting(
                Place(file.name, -1, 1),
                f"Nothing undoes {visible(file.name)}: there is no {visible(partner)}.",
                f"Write {visible(partner)}.",
            )


def _partner(file: MigrationFile) -> str:
    """The file that would undo this one; empty for one that undoes another."""
    if _UNDOES.fullmatch(file.name):
        return ""
    if versioned := _FLYWAY.fullmatch(file.name):
        return f"U{versioned.group(1)}"
    return f"{file.name.removesuffix('.sql').removesuffix('.up')}.down.sql"


RULE = Rule("missing-down", "shape", Severity.NOTICE, ALL, _check, aliases=("MF101P",), opt_in=True)
