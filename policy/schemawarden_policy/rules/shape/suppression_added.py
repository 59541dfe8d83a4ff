"""A comment asks the checks to look away.

## What it sees
`-- schemawarden:allow RULE reason="..."` and `-- atlas:nolint CODE` in any comment form and place, unless the same waiver
already stands in a file that the target has applied, or the operator accepted it. Accepted are the normal forms in the policy's
`waivers`, as this finding shows them; one that names no rule or gives no reason can't be. An accepted waiver lowers what the rules
that it names find at the statement right behind it to notices; it hides nothing, a forbidden finding stays, and a plan that
loses data still needs the approval that such a plan needs. It counts in every file: let its reason name the object. A waiver in
an applied file is known, and waives nothing here.

## Why it hurts
Whoever writes the migration would decide what is checked. Atlas honours `-- atlas:nolint`: a `DROP TABLE` behind it gives no
diagnostics at all. Here no waiver is honoured by itself; the wish for one is shown to the person who approves.

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
By approving the plan, or by the operator's policy.

## References
- design, law 4; threats D01, D02
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.allow import accepted, normal_form, waivers
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
            if form not in known and not accepted(waiver, settings):
                by_policy = f", or let the operator add {visible(form)!r} to the policy's waivers"
                yield Sighting(
                    Place(file.name, -1, waiver.line),
                    f"The comment asks the checks to look away ({visible(form)}); it is not honoured.",
                    f"Delete the comment{by_policy if waiver.rules and waiver.reason else ''}.",
                )


RULE = Rule("suppression-added", "shape", Severity.ERROR, ALL, _check, facts=("history",))
