"""A function or table reaches files, programs or the network.

## What it sees
Calls of `load_extension`, `readfile`, `writefile`, `edit`, `fts3_tokenizer`, `zipfile`, `eval` and their relatives, by
name, anywhere in a statement: also in a trigger's body, a view, a default or a CHECK. And every `CREATE VIRTUAL TABLE`,
whose module is code that runs outside the database's own rules.

On PostgreSQL: `COPY` to or from a program or a file, `LOAD`, foreign servers and user mappings, subscriptions, untrusted
languages; and functions that read files, reach other servers, end other sessions, or take and free advisory locks, of which
one keeps two applies apart.

## Why it hurts
`load_extension` runs native code in the server's process; the file functions read and write whatever its user may.
A virtual table's module decides by itself what reading and writing mean: `csv` and `fsdir` read the file system. `COPY ...
TO PROGRAM` runs a shell command as the server's own user.
A rehearsal can't show what it does elsewhere.

## Instead
Do it outside migrations; keep to tables.

```sql
CREATE TABLE documents (id integer PRIMARY KEY, body text);
```

## Example

```sql
SELECT load_extension('/tmp/evil.so');
CREATE VIRTUAL TABLE passwords USING csv(filename='/etc/passwd');
```

## When to allow it
Never through an agent. A full-text table (`fts5`) is created by the operator, outside of migrations. It can't be
switched off.

## References
- PostgreSQL: [COPY](https://www.postgresql.org/docs/current/sql-copy.html), [generic file access functions](https://www.postgresql.org/docs/current/functions-admin.html)
- [Run-time loadable extensions](https://sqlite.org/loadext.html), [Defense against the dark arts](https://sqlite.org/security.html)
- threats C05, C07, C09, C17
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import CallFunction, CreateObject, OutsideServer
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, CallFunction):
                message = f"{change.function}() reaches {_reach(change.function)}."
                yield Sighting(statement.place, message, f"Remove the call of {change.function}().")
            elif isinstance(change, OutsideServer):
                message = f"{change.verb} reaches files, programs or other servers."
                yield Sighting(statement.place, message, f"Remove the {change.verb} statement.")
            elif isinstance(change, CreateObject) and change.object == "virtual_table":
                message = f"Virtual table {change.name} runs the module {change.table}, which the rehearsal can't vouch for."
                yield Sighting(statement.place, message, "Use a plain table.", (change.name,))


def _reach(function: str) -> str:
    if "advisory" in function:
        return "the locks that keep two applies apart"
    return "other sessions" if function in _SESSIONS else "outside the database"


_SESSIONS = ("pg_cancel_backend", "pg_terminate_backend")


RULE = Rule("outside-program-or-file", "forbidden", Severity.FORBIDDEN, ALL, _check)
