"""The sandbox refused a statement.

## What it sees
The rehearsal's authorizer denied something that a statement tried (`runs[].refused`), and no other forbidden rule has spoken
of that statement.

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

from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.rules.forbidden import (
    attach_database,
    cluster_statement,
    forbidden_pragma,
    forbidden_setting,
    history_table,
    nested_transaction,
    outside_program_or_file,
    role_change,
    untrusted_extension,
)
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place
from schemawarden_policy.visible import visible

_OTHERS = (
    attach_database.RULE,
    cluster_statement.RULE,
    forbidden_pragma.RULE,
    forbidden_setting.RULE,
    history_table.RULE,
    nested_transaction.RULE,
    outside_program_or_file.RULE,
    role_change.RULE,
    untrusted_extension.RULE,
)


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    if not migration.facts.runs:
        return
    others = (rule for rule in _OTHERS if migration.dialect in rule.dialects)
    told = {sighting.place for rule in others for sighting in rule.check(migration, settings)}
    places = {(s.place.file, s.place.statement): s.place for s in migration.statements()}
    for run in migration.facts.runs or ():
        place = places.get((run.file, run.statement)) or Place(run.file, run.statement, 1)
        if run.refused and place not in told:
            message = f"The rehearsal's sandbox refused it: {visible(run.refused)[:300]}."
            yield Sighting(place, message, "Remove the statement.")


RULE = Rule("rehearsal-refused", "forbidden", Severity.FORBIDDEN, ALL, _check, facts=("runs",))
