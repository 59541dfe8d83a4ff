"""A comment asks the checks to look away.

## What it sees
`-- schemawarden:allow ...` and `-- atlas:nolint ...` in any comment form and place, unless the same waiver already stands in
a file that the target has applied.

## Why it hurts
Whoever writes the migration would decide what is checked. Atlas honours `-- atlas:nolint`: a `DROP TABLE` behind it gives no
diagnostics at all. Here no waiver is honoured; the wish for one is shown to the person who approves.

## Instead
Leave it out, and say in the plan why the finding is acceptable.

```sql
CREATE TABLE sessions (id integer PRIMARY KEY);
```

## Example

```sql
-- atlas:nolint DS102
CREATE TABLE sessions (id integer PRIMARY KEY);
-- schemawarden:allow drop-table reason="moved to the archive"
CREATE TABLE carts (id integer PRIMARY KEY);
```

## When to allow it
By approving the plan; the waiver itself changes nothing.

## References
- design, law 4; threats D01, D02
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.allow import normal_form, waivers
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place
from schemawarden_policy.visible import visible


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    known = migration.facts.history.waivers
    for file in migration.files:
        for waiver in waivers(file.text, migration.dialect):
            form = normal_form(waiver)
            if form not in known:
                yield Sighting(
                    Place(file.name, -1, waiver.line),
                    f"The comment asks the checks to look away ({visible(form)}); it is not honoured.",
                    "Delete the comment.",
                )


RULE = Rule("suppression-added", "shape", Severity.ERROR, ALL, _check, facts=("history",))
