"""A file mixes statements that need a transaction with statements that refuse one.

## What it sees
On PostgreSQL: `CREATE`, `DROP INDEX` and `REINDEX CONCURRENTLY`, `DETACH PARTITION CONCURRENTLY` or `VACUUM` in one file with
statements that change definitions, rows or privileges, whatever `-- atlas:txmode` says. On MySQL and MariaDB: definitions and rows
in one transaction that the file begins itself.

## Why it hurts
With a transaction the first kind fails. Without one a failure leaves the second kind half done: what ran stays, and the file can't
run again. On MySQL and MariaDB a definition commits what is open: the `ROLLBACK` that the transaction was begun for undoes
nothing.

## Instead
Two files. In the first:

```sql
ALTER TABLE users ADD COLUMN nickname text;
```

## Example

```sql
-- atlas:txmode none

ALTER TABLE users ADD COLUMN nickname text;
CREATE INDEX CONCURRENTLY users_nickname ON users (nickname);
```

## When to allow it
Never needed: two files do the same.

## References
- Atlas TX101; measured on MariaDB 10.11: rows stay changed after `ALTER TABLE` and `ROLLBACK`
- [CREATE INDEX CONCURRENTLY](https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY),
  [Statements that cause an implicit commit](https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import TransactionControl
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.outside_transaction import outside_transaction
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Kind, Statement

_ROWS = (Kind.INSERT, Kind.UPDATE, Kind.DELETE)
_DEFINES = (Kind.CREATE, Kind.ALTER, Kind.DROP, Kind.PRIVILEGE)


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    found = _committed if migration.dialect in MYSQL else _mixed
    for file in migration.files:
        yield from found(file)


def _mixed(file: MigrationFile) -> Iterator[Sighting]:
    """At the first statement of the kind that the file did not begin with."""
    words = {id(statement): _alone(statement) for statement in file.statements}
    alone = [statement for statement in file.statements if words[id(statement)]]
    others = [s for s in file.statements if s.kind in (*_ROWS, *_DEFINES) and not words[id(s)]]
    if alone and others:
        second = max(alone[0], others[0], key=lambda statement: statement.place.statement)
        yield Sighting(
            second.place,
            f"{words[id(alone[0])]} runs outside a transaction, and {file.name} holds statements that need one beside it.",
            f"Put {words[id(alone[0])]} into a file of its own. First line: -- atlas:txmode none, then an empty line.",
        )


def _alone(statement: Statement) -> str:
    return next(filter(None, map(outside_transaction, statement.changes)), "")


def _committed(file: MigrationFile) -> Iterator[Sighting]:
    """At each definition that commits rows of a transaction which the file has begun."""
    begun, rows = False, False
    for statement in file.statements:
        verbs = [c.verb.split(" ", 1)[0] for c in statement.changes if isinstance(c, TransactionControl)]
        if verbs:
            begun, rows = verbs[-1] in ("BEGIN", "START"), False
        elif statement.kind in _ROWS:
            rows = begun
        elif statement.kind in _DEFINES and rows:
            begun = rows = False
            message = f"{statement.kind.value.upper()} commits the rows that the transaction has changed; ROLLBACK can't undo them."
            yield Sighting(statement.place, message, "Put definitions and rows into files of their own.")


RULE = Rule("mixed-transactional", "shape", Severity.ERROR, POSTGRESQL | MYSQL, _check, aliases=("TX101",))
