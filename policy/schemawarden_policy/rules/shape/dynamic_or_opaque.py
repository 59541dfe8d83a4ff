"""A statement that is not understood.

## What it sees
Every statement that the parser does not vouch for: unknown words, forms that the server does not have, parameters, very deep
nesting, two readings that disagree. On PostgreSQL also code that the statement does not show: `CALL`, a function of the database
in a query, a `DO` block or a routine that builds SQL at run time. A routine whose SQL is known but for names and values that it
quotes (`format` with `%I` and `%L`, `quote_ident`, `quote_literal`) is read like any other, and a loop that fills rows in batches
outside of a transaction is a notice.

## Why it hurts
Unknown is not safe. What can't be read can't be judged, and hiding in odd syntax is the first thing an attacker tries.

## Instead
Write it in the plain form of the server's documentation.

```sql
CREATE TABLE users (id integer PRIMARY KEY);
```

## Example

```sql
DR/**/OP TABLE users;
```

## When to allow it
When a person has read it and knows what the server makes of it: approve the plan.

## References
- squawk syntax-error, strong_migrations execute and change_table, Ptah AC101 and SQL001 to SQL004, MigrationPilot MP063
- design, law 2; threats D04
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.batches import loops_outside_transaction
from schemawarden_policy.change import Change, CreateObject, RunRoutine
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.visible import visible


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    for file, statement in ((f, statement) for f in migration.files for statement in f.statements):
        if statement.opaque_reason:
            yield Sighting(
                statement.place,
                f"The statement is not understood: {visible(statement.opaque_reason)}.",
                "Write it in the form that the server's documentation shows.",
            )
        for what in dict.fromkeys(filter(None, map(_hidden, statement.changes))):
            yield Sighting(
                statement.place,
                what,
                "Write the statements that are meant as they are.",
                severity=Severity.NOTICE if loops_outside_transaction(file, statement) else None,
            )


def _hidden(change: Change) -> str:
    """What a change does not show, in words."""
    if isinstance(change, RunRoutine):
        who = "The DO block" if change.name == "DO" else f"{change.name}()"
        return f"{who} runs what the statement does not show: {visible(change.reason)}."
    if isinstance(change, CreateObject) and change.dynamic:
        name = shown(change.name, change.schema)
        return f"What {change.object} {name} does is known only when it runs: it builds SQL, or could not be read."
    return ""


RULE = Rule(
    "dynamic-or-opaque",
    "shape",
    Severity.ERROR,
    ALL,
    _check,
    aliases=(
        "syntax-error",
        "execute",
        "change_table",
        "AC101",
        "SQL001",
        "SQL002",
        "SQL003",
        "SQL004",
        "MP063",
    ),
)
