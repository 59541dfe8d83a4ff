"""A waiver waives nothing.

## What it sees
`-- schemawarden:allow ...` and `-- atlas:nolint ...` that name no rule that found anything at the statement right behind them,
that name a rule that does not exist, or that stand before no statement at all. A `nolint` before the first statement is meant for
the whole file, as Atlas reads it.

## Why it hurts
It looks as if something dangerous had been considered here. When the statement is changed later, the waiver is already there for
whatever it then does.

## Instead
Delete it.

```sql
CREATE TABLE carts (id integer PRIMARY KEY);
```

## Example

```sql
-- schemawarden:allow drop-table reason="moved to the archive"
CREATE TABLE carts (id integer PRIMARY KEY);
```

## When to allow it
Never needed: a notice alone asks for nothing.

## References
- squawk unused-ignore
"""

from __future__ import annotations

from collections.abc import Iterable

from schemawarden_policy.migration import Migration
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings


def _check(migration: Migration, settings: Settings) -> Iterable[Sighting]:
    """What a waiver names in vain is known only when all other rules have spoken: `waiving.Waiving.unused` tells it then."""
    return ()


RULE = Rule("unused-suppression", "shape", Severity.NOTICE, ALL, _check, aliases=("unused-ignore",))
