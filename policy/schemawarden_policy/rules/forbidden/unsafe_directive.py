"""A comment instructs Atlas.

## What it sees
Every `atlas:` directive in a comment, in any comment form and place: `delimiter`, `checkpoint`, `sum`, `import`, `txtar`,
and names that are not known. Not `nolint`, which is suppression-added. `txmode file`, the default, is accepted; so is
`txmode none` where the file needs it, beside `SET lock_timeout`, `SET statement_timeout` and their like, `SET ROLE` and `ANALYZE`:

- on PostgreSQL in a file of nothing but `CREATE`, `DROP INDEX` and `REINDEX CONCURRENTLY`, `DETACH PARTITION CONCURRENTLY`,
  `VACUUM` or `ALTER TYPE ... ADD VALUE`;
- on SQLite in a file that rebuilds or drops a table under `PRAGMA foreign_keys` and makes no temporary table, or of nothing but
  `VACUUM`;
- on MySQL and MariaDB in a file of nothing but definitions, which commit by themselves whatever the file says;
- everywhere in a file that changes rows in batches, each of which commits by itself: every `UPDATE` and `DELETE` is bounded, by a
  comparison of a column with literals (`=`, `IN`, `BETWEEN`, a pair of `<` and `>`) or by a `LIMIT`, also that of a query behind
  `IN`; every `INSERT` lists its values or selects within such bounds. On PostgreSQL also a `DO` block that loops over such `UPDATE` and
  `INSERT` statements, with a `COMMIT` behind each batch, and does nothing else.

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

from collections.abc import Callable, Iterator

from schemawarden_policy.batches import is_batch
from schemawarden_policy.change import (
    AlterObject,
    Change,
    CreateTable,
    DropTable,
    Maintain,
    Pragma,
    RoleChange,
)
from schemawarden_policy.migration import Directive, Migration, MigrationFile
from schemawarden_policy.outside_transaction import outside_transaction
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Kind, Place, Statement

_TIMEOUTS = (
    "lock_timeout",
    "statement_timeout",
    "lock_wait_timeout",
    "innodb_lock_wait_timeout",
    "max_statement_time",
    "max_execution_time",
    "busy_timeout",
)
_DEFINES = (Kind.CREATE, Kind.ALTER, Kind.DROP)


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
    needed = _NEEDED.get(dialect, _commits_by_itself)
    return directive.args == "none" and (needed(file) or _only(is_batch, file))


def _must_run_alone(file: MigrationFile) -> bool:
    """Every statement refuses to run in a transaction, or prepares the session for one that does."""
    return _only(lambda statement: all(map(_alone, statement.changes)), file)


def _alone(change: Change) -> bool:
    """A label of an enum, too: before PostgreSQL 12 no transaction may add one."""
    label = isinstance(change, AlterObject) and (change.object, change.form) == ("type", "ADD VALUE")
    return label or bool(outside_transaction(change))


def _commits_by_itself(file: MigrationFile) -> bool:
    return _only(lambda statement: statement.kind in _DEFINES, file)


def _only(fitting: Callable[[Statement], bool], file: MigrationFile) -> bool:
    """Each statement that does something fits, and there is one; the others may run either way."""
    rest = [statement for statement in file.statements if not _either_way(statement)]
    return bool(rest) and all(statement.changes and fitting(statement) for statement in rest)


def _either_way(statement: Statement) -> bool:
    return bool(statement.changes) and all(
        isinstance(change, RoleChange)
        or (isinstance(change, Pragma) and change.name in _TIMEOUTS)
        or (isinstance(change, Maintain) and change.verb == "ANALYZE")
        for change in statement.changes
    )


def _needs_no_transaction(file: MigrationFile) -> bool:
    changes = [change for statement in file.statements for change in statement.changes]
    if changes and all(isinstance(change, Maintain) and change.verb == "VACUUM" for change in changes):
        return True
    if any(isinstance(change, CreateTable) and change.temporary for change in changes):
        return False  # rows aside in a temporary table are gone when a later statement fails
    switches = any(isinstance(change, Pragma) and change.name == "foreign_keys" for change in changes)
    return switches and any(isinstance(change, DropTable) for change in changes)


_NEEDED: dict[Dialect, Callable[[MigrationFile], bool]] = {
    Dialect.POSTGRESQL: _must_run_alone,
    Dialect.SQLITE: _needs_no_transaction,
}


def _sighting(file: MigrationFile, directive: Directive) -> Sighting:
    written = f"atlas:{directive.name} {directive.args}".strip()
    return Sighting(
        Place(file.name, -1, directive.line),
        f"The comment {written!r} instructs Atlas; directives in the workspace decide nothing here.",
        "Delete the comment.",
    )


RULE = Rule("unsafe-directive", "forbidden", Severity.FORBIDDEN, ALL, _check)
