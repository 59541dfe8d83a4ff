"""A change that no rule of this version judges.

## What it sees
Changes that the parser understands and for which no rule says whether they are safe: a rule on a table, `ALTER SEQUENCE`,
`ALTER FUNCTION`, renamed views, inheritance, casts, operators, publications and others; on MySQL partitions that are exchanged
or converted, tablespaces, altered events and routines. One finding for each kind and file. A rule (`CREATE RULE`) is an error on any table: it makes other statements do
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
ALTER TABLE invoices INHERIT papers;
```

## When to allow it
When a person has read it: approve the plan.

## References
- design, law 2
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy import mysql_judged
from schemawarden_policy.change import AlterObject, AlterTable, Change, CreateObject, Maintain
from schemawarden_policy.lifetimes import Lifetimes, steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.rules import MYSQL, POSTGRESQL
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Place
from schemawarden_policy.type_names import TypeNames

_HARMLESS = (
    "view materialized_view sequence type enum domain schema extension statistics function procedure trigger event_trigger "
    "policy event database"
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
    "SET EXPRESSION",
    "SET TABLESPACE",
    "ATTACH PARTITION",
    "REPLICA IDENTITY",
    "SET STORAGE PARAMETERS",
    "RESET STORAGE PARAMETERS",
)
_HARMLESS_FORMS = (
    "ENABLE ROW LEVEL SECURITY",
    "FORCE ROW LEVEL SECURITY",
    "SET STATISTICS",
    "SET COMPRESSION",
    "SET STORAGE",
    "SET OPTIONS",
    "RESET OPTIONS",
    "CLUSTER ON",
    "SET WITHOUT CLUSTER",
    "SET WITHOUT OIDS",
    "ENABLE TRIGGER",
)
"""They take a moment, and change nothing that a client sees."""
_HARMLESS_INDEX_FORMS = tuple(
    ("index", form)
    for form in (
        *("RENAME TO", "ATTACH PARTITION", "SET STATISTICS"),
        *("SET STORAGE PARAMETERS", "RESET STORAGE PARAMETERS"),
    )
)
_PINNING_FORMS = (
    "SET search_path",
    "SECURITY INVOKER",
    "SECURITY DEFINER",
    "SECURITY DEFINER SET search_path",
)
"""What security-definer-path judges or asks for."""
_JUDGED_OBJECTS = ("extension", "event_trigger", "policy")
_OTHERWISE = {
    "CREATE RULE": Severity.ERROR,  # it makes other statements do something else
    "ALTER TABLE ... RENAME CONSTRAINT": Severity.NOTICE,  # an ON CONFLICT ON CONSTRAINT may name it
    "ALTER SEQUENCE ... SETVAL": Severity.NOTICE,  # what a seed does behind its rows
    **{f"ALTER TABLE ... {form}": Severity.ERROR for form in mysql_judged.LOSES},
}
_NAMED = 5


def _check(migration: Migration, settings: Settings) -> Iterator[Sighting]:
    found: dict[tuple[str, str], list[tuple[Place, str]]] = {}
    mysql = migration.dialect in MYSQL
    types = TypeNames(migration, names_of(migration, settings))
    for statement, change, lifetimes in steps(migration, settings):
        if types.keeps_meaning(change):
            continue
        words, name = _unjudged(change, lifetimes, mysql)
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
            _OTHERWISE.get(words),
            destructive=words.endswith(mysql_judged.LOSES),
        )


def _unjudged(change: Change, lifetimes: Lifetimes, mysql: bool) -> tuple[str, str]:
    """(what is done, to what); empty for a change that some rule knows."""
    if isinstance(change, CreateObject) and change.object not in _HARMLESS:
        mine = change.object != "rule" and change.table and lifetimes.born(change.table, change.schema)
        name = shown(change.name, "" if change.table else change.schema)
        on = f" on {shown(change.table, change.schema)}" if change.table else ""
        return ("", "") if mine else (f"CREATE {_words(change.object)}", name + on)
    if isinstance(change, AlterTable):
        known = _known_form(change.form, mysql)
        if not known and not lifetimes.born(change.table, change.schema):
            return f"ALTER TABLE ... {change.form}", shown(change.table, change.schema)
    if isinstance(change, AlterObject) and not _known(change, mysql):
        return f"ALTER {_words(change.object)} ... {change.form}".rstrip(" ."), shown(
            change.name, change.schema
        )
    if isinstance(change, Maintain) and change.verb.startswith("REPAIR"):
        return "REPAIR TABLE", change.name
    return "", ""


def _known_form(form: str, mysql: bool) -> bool:
    if mysql:
        return form in mysql_judged.FORMS or form in mysql_judged.HARMLESS_FORMS
    return form.startswith(_JUDGED_FORMS) or form in _HARMLESS_FORMS


def _known(change: AlterObject, mysql: bool) -> bool:
    if mysql:
        return (change.object, change.form) in mysql_judged.OBJECTS
    if change.object in _JUDGED_OBJECTS or change.form in ("OWNER TO", "SET SCHEMA"):
        return True
    if (change.object, change.form) in _HARMLESS_INDEX_FORMS:
        return True
    if change.object in ("function", "procedure", "routine") and change.form in _PINNING_FORMS:
        return True
    by_rule = (
        ("index", "SET TABLESPACE"),
        ("materialized_view", "SET TABLESPACE"),
        ("materialized_view", "SET ACCESS METHOD"),
        ("materialized_view", "SET STORAGE PARAMETERS"),
        ("materialized_view", "RESET STORAGE PARAMETERS"),
        ("schema", "RENAME TO"),
        ("domain", "ADD CONSTRAINT"),
        ("domain", "ADD CONSTRAINT NOT VALID"),
        ("domain", "VALIDATE CONSTRAINT"),
        ("domain", "SET NOT NULL"),
        ("type", "RENAME VALUE"),
        ("type", "ADD VALUE"),
        ("sequence", "OWNED BY"),
        ("sequence", "AS"),
    )
    return (change.object, change.form) in by_rule


def _words(kind: str) -> str:
    return kind.replace("_", " ").upper()


RULE = Rule(
    "unjudged-change",
    "shape",
    Severity.WARNING,
    POSTGRESQL | MYSQL,
    _check,
    aliases=(
        "renaming-object",
        "ban-alter-sequence-values",
        "ban-detach-inheritance",
        "ban-alter-identity",
        "ban-drop-generated-expression",
        "ban-alter-generated-expression",
    ),
)
