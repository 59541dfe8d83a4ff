"""A comment instructs Atlas.

## What it sees
Every `atlas:` directive in a comment, in any comment form and place: `delimiter`, `checkpoint`, `sum`, `import`, `txtar`,
and names that are not known. Not `nolint`, which is suppression-added. `txmode file`, the default, is accepted; so is
`txmode none` where the file needs it. On SQLite that is a file that rebuilds or drops a table under `PRAGMA foreign_keys` and
makes no temporary table, or holds nothing but `VACUUM`; on PostgreSQL one that holds nothing but `CREATE`, `DROP INDEX` and
`REINDEX CONCURRENTLY`, `DETACH PARTITION CONCURRENTLY` or `VACUUM`, and `SET lock_timeout` or `statement_timeout` for them.

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

from schemawarden_policy.change import Change, CreateTable, DropTable, Maintain, Pragma
from schemawarden_policy.migration import Directive, Migration, MigrationFile
from schemawarden_policy.outside_transaction import outside_transaction
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Place


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for file in migration.files:
        for directive in file.directives:
            if directive.name != "nolint" and not _accepted(directive, file, migration.dialect):
                yield _sighting(file, directive)


def _accepted(directive: Directive, file: MigrationFile, dialect: Dialect) -> bool:
    if directive.name != "txmode":
        return False
    if directive.args == "file":
        return True
    needed = _must_run_alone if dialect is Dialect.POSTGRESQL else _needs_no_transaction
    return directive.args == "none" and needed(file)


def _must_run_alone(file: MigrationFile) -> bool:
    """Every statement refuses to run in a transaction, or sets a timeout for one that does."""
    alone = [bool(statement.changes) and all(map(_alone, statement.changes)) for statement in file.statements]
    timeouts = [_sets_timeout(statement.changes) for statement in file.statements]
    return any(alone) and all(a or b for a, b in zip(alone, timeouts, strict=True))


def _alone(change: Change) -> bool:
    return bool(outside_transaction(change))


def _sets_timeout(changes: tuple[Change, ...]) -> bool:
    timeouts = ("lock_timeout", "statement_timeout")
    return bool(changes) and all(isinstance(c, Pragma) and c.name in timeouts for c in changes)


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
