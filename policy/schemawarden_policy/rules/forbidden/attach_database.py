"""A migration reaches another database file.

## What it sees
`ATTACH`, `DETACH` and `VACUUM INTO`: in the text, and in the rehearsal, whose authorizer refuses them wherever they
come from.

## Why it hurts
`ATTACH` opens any file that the process may open. In a trial `ATTACH '.../target.db' AS x; DROP TABLE x.precious`
emptied the real database while a "read-only" inspect was running, and a path that did not exist was created.
`VACUUM INTO` writes a copy of all data to a path of its choice. A migration of one target has no need of either, and
what it would do elsewhere can't be rehearsed: no approval covers it.

## Instead
Copy data between files outside migrations. Within one database, plain SQL is enough:

```sql
CREATE TABLE archived_orders (id integer PRIMARY KEY, total integer);
```

## Example

```sql
ATTACH DATABASE '/srv/app/production.db' AS live;
VACUUM INTO '/tmp/copy.db';
```

## When to allow it
Never in a migration. It can't be switched off.

## References
- [ATTACH DATABASE](https://sqlite.org/lang_attach.html), [VACUUM](https://sqlite.org/lang_vacuum.html)
- threats C01-C04
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import Attach
from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import SQLITE
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    refused = {(r.file, r.statement) for r in migration.facts.runs or () if "ATTACH" in r.refused.upper()}
    for statement in migration.statements():
        verbs = [change.verb for change in statement.changes if isinstance(change, Attach)]
        if not verbs and (statement.place.file, statement.place.statement) in refused:
            verbs = ["ATTACH (seen in the rehearsal)"]
        for verb in verbs:
            yield Sighting(
                statement.place,
                f"{verb} reaches a database file other than the target.",
                "Remove the statement; move data between databases outside migrations.",
            )


RULE = Rule("attach-database", "forbidden", Severity.FORBIDDEN, SQLITE, _check, facts=("runs",))
