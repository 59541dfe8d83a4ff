"""A change that no rule of this version judges.

## What it sees
Changes that the parser understands and for which no rule says whether they are safe: a trigger or rule on a table that
existed before, `ALTER SEQUENCE`, `ALTER FUNCTION`, renamed views, storage parameters, casts, operators, publications and
others. One finding for each kind and file. A rule (`CREATE RULE`) is an error on any table: it makes other statements do
something else than they say.

## Why it hurts
Nothing here knows what it does to code that runs, so a person has to.

## Instead

```sql
CREATE SEQUENCE ticket_numbers;
```

## Example

```sql
ALTER SEQUENCE invoice_numbers RESTART;
CREATE TRIGGER stamp BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION stamp();
```

## When to allow it
When a person has read it: approve the plan.

## References
- design, law 2
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import AlterObject, AlterTable, Change, CreateObject
from schemawarden_policy.lifetimes import Lifetimes, steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place

_HARMLESS = (
    "view materialized_view sequence type enum domain schema extension statistics function procedure event_trigger policy"
).split()
"""Objects whose making changes nothing for what is there, and those that other rules judge."""
_JUDGED_FORMS = (
    "OWNER TO",
    "SET SCHEMA",
    "DISABLE TRIGGER",
    "DISABLE RULE",
    "DISABLE ROW LEVEL SECURITY",
    "NO FORCE ROW LEVEL SECURITY",
    "DETACH PARTITION",
    "SET LOGGED",
    "SET UNLOGGED",
    "SET ACCESS METHOD",
    "SET TABLESPACE",
)
_HARMLESS_FORMS = (
    "ENABLE ROW LEVEL SECURITY",
    "FORCE ROW LEVEL SECURITY",
    "SET STATISTICS",
    "SET COMPRESSION",
)
_JUDGED_OBJECTS = ("extension", "event_trigger", "policy")
_NAMED = 5


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    found: dict[tuple[str, str], list[tuple[Place, str]]] = {}
    for statement, change, lifetimes in steps(migration, settings):
        words, name = _unjudged(change, lifetimes)
        if words:
            found.setdefault((statement.place.file, words), []).append((statement.place, name))
    for (_, words), seen in found.items():
        names = list(dict.fromkeys(name for _, name in seen if name))
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        listed = f" ({', '.join(names[:_NAMED])}{more})" if names else ""
        yield Sighting(
            seen[0][0],
            f"No rule judges {words}{listed}; only the rehearsal shows what it does.",
            "Read the statement.",
            tuple(names),
            Severity.ERROR if words == "CREATE RULE" else None,  # it makes other statements do something else
        )


def _unjudged(change: Change, lifetimes: Lifetimes) -> tuple[str, str]:
    """(what is done, to what); empty for a change that some rule knows."""
    if isinstance(change, CreateObject) and change.object not in _HARMLESS:
        mine = change.object != "rule" and change.table and lifetimes.born(change.table, change.schema)
        name = shown(change.name, "" if change.table else change.schema)
        on = f" on {shown(change.table, change.schema)}" if change.table else ""
        return ("", "") if mine else (f"CREATE {_words(change.object)}", name + on)
    if isinstance(change, AlterTable):
        known = change.form.startswith(_JUDGED_FORMS) or change.form in _HARMLESS_FORMS
        if not known and not lifetimes.born(change.table, change.schema):
            return f"ALTER TABLE ... {change.form}", shown(change.table, change.schema)
    if isinstance(change, AlterObject) and not _known(change):
        return f"ALTER {_words(change.object)} ... {change.form}".rstrip(" ."), shown(
            change.name, change.schema
        )
    return "", ""


def _known(change: AlterObject) -> bool:
    if change.object in _JUDGED_OBJECTS or change.form in ("OWNER TO", "SET SCHEMA"):
        return True
    by_rule = (
        ("schema", "RENAME TO"),
        ("type", "RENAME VALUE"),
        ("type", "ADD VALUE"),
        ("sequence", "OWNED BY"),
    )
    return (change.object, change.form) in by_rule


def _words(kind: str) -> str:
    return kind.replace("_", " ").upper()


RULE = Rule("unjudged-change", "shape", Severity.WARNING, POSTGRESQL, _check)
