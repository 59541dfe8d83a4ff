"""Code that is put in place empties or drops a table when it runs.

## What it sees
A trigger or event, or a routine that another statement of the change set names, whose body deletes or overwrites every row of a
table, truncates it or drops it. Triggers and events run by themselves; a routine runs as well from a trigger, a default, a CHECK,
a view, a policy, an operator or a cast. A routine that nothing in the change set names is a notice. Tables that the change set
created are left out, and an `UPDATE` that makes the new value out of the old one.

## Why it hurts
The statement that loses the rows is not the one that is applied: an `INSERT` of one row empties another table, now or in a year.
No schema diff and no list of statements shows it.

## Instead
Tie what the body changes to the row that set it off.

```sql
CREATE TRIGGER sessions_go AFTER DELETE ON users BEGIN
  DELETE FROM sessions WHERE user_id = OLD.id;
  UPDATE totals SET users = users - 1;
END;
```

## Example

```sql
CREATE TRIGGER sessions_go AFTER DELETE ON users BEGIN
  DELETE FROM sessions;
END;
```

## When to allow it
When the table is a cache that is filled anew: approve the plan.

## References
- threats D04, D05
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from schemawarden_policy.change import AlterObject, Comment, CreateObject, DropObject, Grant
from schemawarden_policy.lifetimes import Lifetimes, steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import ALL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Statement

_BY_THEMSELVES = ("trigger", "event")
_NO_CALL = (AlterObject, Comment, DropObject, Grant)


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    mentions = _mentions(migration)
    for statement, change, lifetimes in steps(migration, settings):
        if not isinstance(change, CreateObject):
            continue
        lost = tuple((verb, table) for verb, table in change.destroys if not _born(lifetimes, table))
        if lost:
            runs = change.object in _BY_THEMSELVES or _named(change.name, statement, mentions)
            yield _sighting(statement, change, lost, None if runs else Severity.NOTICE)


def _born(lifetimes: Lifetimes, written: str) -> bool:
    schema, _, table = written.rpartition(".")
    return lifetimes.born(table, schema)


_WORD = re.compile(r"[\w$]+")


def _mentions(migration: Migration) -> Counter[str]:
    """In how many statements a word stands, those left out that only rename, grant, drop or comment."""
    found: Counter[str] = Counter()
    for statement in migration.statements():
        if not _only_about(statement):
            found.update(_words(statement.text))
    return found


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _named(routine: str, its_own: Statement, mentions: Counter[str]) -> bool:
    """Another statement than its own has the routine's name in its text."""
    own = _words(its_own.text)
    return all(mentions[word] > (word in own) for word in _words(routine))


def _only_about(statement: Statement) -> bool:
    return bool(statement.changes) and all(isinstance(change, _NO_CALL) for change in statement.changes)


def _sighting(
    statement: Statement, change: CreateObject, lost: tuple[tuple[str, str], ...], severity: Severity | None
) -> Sighting:
    what = ", ".join(f"{verb} {'FROM ' if verb == 'DELETE' else ''}{table}" for verb, table in lost)
    who = f"{change.object} {shown(change.name, '' if change.table else change.schema)}"
    return Sighting(
        statement.place,
        f"What {who} does when it runs takes whole tables: {what}.",
        "Tie the rows that it changes to the row or the argument that is at hand: WHERE <column> = <value>.",
        tuple(dict.fromkeys(table for _, table in lost)),
        severity,
    )


RULE = Rule(
    "destroying-code",
    "destructive",
    Severity.ERROR,
    ALL,
    _check,
    destructive=True,
    sees=(CreateObject,),
)
