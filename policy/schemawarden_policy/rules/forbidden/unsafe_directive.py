"""A comment instructs Atlas.

## What it sees
Every `atlas:` directive in a comment, in any comment form and place: `delimiter`, `checkpoint`, `sum`, `import`, `txtar`,
and names that are not known. Not `nolint`, which is suppression-added. `txmode file`, the default, is accepted; so is
`txmode none` in a file that rebuilds or drops a table under `PRAGMA foreign_keys` and makes no temporary table, or holds
nothing but `VACUUM`.

## Why it hurts
Comments look harmless and are not: `delimiter` joins two statements into one that the linter reads as neither,
`checkpoint` makes a fresh database skip all earlier files, `sum ignore` takes the file out of the checksum, `txmode none`
leaves a half-applied file behind a failure.

## Instead
Leave it out.

```sql
CREATE TABLE users (id integer PRIMARY KEY);
```

## Example

```sql
-- atlas:checkpoint

CREATE TABLE users (id integer PRIMARY KEY);
```

## When to allow it
Never through an agent; the owner of the migrations may keep one in files that are already applied. It can't be switched off.

## References
- Atlas: `sql/migrate/dir.go`
- threats D02, D03, D08, D09
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CreateTable, DropTable, Maintain, Pragma
from schemawarden_policy.migration import Directive, Migration, MigrationFile
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for file in migration.files:
        for directive in file.directives:
            if directive.name != "nolint" and not _accepted(directive, file):
                yield _sighting(file, directive)


def _accepted(directive: Directive, file: MigrationFile) -> bool:
    if directive.name != "txmode":
        return False
    if directive.args == "file":
        return True
    return directive.args == "none" and _needs_no_transaction(file)


def _needs_no_transaction(file: MigrationFile) -> bool:
    changes = [change for statement in file.statements for change in statement.changes]
    if changes and all(isinstance(change, Maintain) and change.verb == "VACUUM" for change in changes):
        return True
    if any(isinstance(change, CreateTable) and change.temporary for change in changes):
        return False  # rows aside in a temporary table are gone when a later statement fails
    switches = any(isinstance(change, Pragma) and change.name == "foreign_keys" for change in changes)
    return switches and any(isinstance(change, DropTable) for change in changes)


def _sighting(file: MigrationFile, directive: Directive) -> Sighting:
    written = f"atlas:{directive.name} {directive.args}".strip()
    return Sighting(
        Place(file.name, -1, directive.line),
        f"The comment {written!r} instructs Atlas; directives in the workspace decide nothing here.",
        "Delete the comment.",
    )


RULE = Rule("unsafe-directive", "forbidden", Severity.FORBIDDEN, ALL, _check)
