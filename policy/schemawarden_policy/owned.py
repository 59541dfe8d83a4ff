"""Whose objects a migration touches: by what the statements say, and by what the rehearsal saw them do.

- A change that names columns touches these; one that does not touches its table with all of its columns.
- What is only referred to or read from is touched as a whole: the lines about its columns are not asked.
- An effect that a statement says is touched as the statement says it; one that it does not say counts by itself.
- Text that nobody understood, and code that it does not show, may touch anything: every owner is asked. That nobody may
  change something (`!deny`) is held against what is known to be touched.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemawarden_policy.change import (
    AddColumn,
    AlterObject,
    AlterTable,
    Change,
    ClusterStatement,
    Comment,
    CreateObject,
    CreateTable,
    DropObject,
    DropTable,
    Grant,
    Maintain,
    OutsideServer,
    RenameColumn,
    RunRoutine,
    Truncate,
)
from schemawarden_policy.explained import explained
from schemawarden_policy.facts import Effect, Table
from schemawarden_policy.meant import spot_named
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names, names_of
from schemawarden_policy.ownership import OwnerLine, Ownership
from schemawarden_policy.settings import Settings
from schemawarden_policy.spot import Spot
from schemawarden_policy.statement import Statement
from schemawarden_policy.touched import owning

ANYTHING = Spot()
_UNSHOWN = (RunRoutine, ClusterStatement, OutsideServer)
"""Changes that don't tell what they reach."""
_WHOLE = ("schema", "database")
_DEFINED = (
    "table",
    "view",
    "materialized_view",
    "sequence",
    "function",
    "procedure",
    "routine",
    "type",
    "domain",
)
_HANGING = ("constraint", "trigger", "rule", "policy")
"""What carries its table's name before its own, where the rehearsal tells it (PostgreSQL)."""
_Touch = tuple[Spot, bool]
"""An object, and whether its parts are touched as well."""


def asked(migration: Migration, settings: Settings) -> Iterator[tuple[Statement, Spot, OwnerLine]]:
    """For each statement: an object that it touches, and the line that decides about it. Each line once a statement."""
    ownership = settings.ownership
    if ownership is None or not ownership.lines:
        return
    names = names_of(migration, settings)
    for statement in migration.statements():
        told: set[int] = set()
        for spot, deep in dict.fromkeys(_touches(statement, migration, names)):
            for line in _lines(ownership, spot, deep):
                if line.line not in told:
                    told.add(line.line)
                    yield statement, spot, line


def required_owners(migration: Migration, settings: Settings) -> tuple[tuple[str, ...], ...]:
    """For each group of owners of what is touched, sorted: the approvers of whom one must approve."""
    return tuple(sorted({line.owners for _, _, line in asked(migration, settings) if line.owners}))


def _lines(ownership: Ownership, spot: Spot, deep: bool) -> Iterator[OwnerLine]:
    """Where the schema of an unqualified name is not known, lines about any schema are asked."""
    for line in ownership.asked(spot, deep=deep or not spot.schema):
        if spot != ANYTHING or not line.denied:
            yield line


def _touches(statement: Statement, migration: Migration, names: Names) -> Iterator[_Touch]:
    if statement.opaque_reason or any(isinstance(change, _UNSHOWN) for change in statement.changes):
        yield ANYTHING, True
    for change in statement.changes:
        yield from _by_text(change, migration, names)
    for run in migration.facts.runs or ():
        if (run.file, run.statement) == (statement.place.file, statement.place.statement):
            for effect in run.effects:
                if not explained(statement.changes, effect, names):
                    yield from _by_effect(effect, migration, names)


def _by_text(change: Change, migration: Migration, names: Names) -> Iterator[_Touch]:
    if isinstance(change, CreateTable | DropTable) and change.temporary:
        return  # nobody else sees it
    if isinstance(change, Maintain) and not change.name and change.verb != "ANALYZE":
        yield ANYTHING, True
    if isinstance(change, CreateObject | AlterObject | DropObject | Comment) and change.object in _WHOLE:
        yield Spot(change.name.lower()), True
        if isinstance(change, AlterObject) and change.form == "RENAME TO":
            yield Spot(change.value.lower()), True
        return
    if isinstance(change, AlterTable | AlterObject) and change.form == "SET SCHEMA":
        moved = change.table if isinstance(change, AlterTable) else change.name
        yield _spot(moved, change.name if isinstance(change, AlterTable) else change.value, names), False
    if isinstance(change, Grant):
        yield from _granted(change, names)
    own = _own(change)
    columns = list(_columns(change))
    for table, schema in owning(change, migration, names):
        if (table, schema) != own:
            yield _spot(table, schema, names), isinstance(change, Truncate)
        elif not columns or isinstance(change, CreateTable):
            yield _spot(table, schema, names), not columns
    for column in columns if own[0] else ():
        yield _column(own, column, names), False


def _own(change: Change) -> tuple[str, str]:
    """(table, schema) of the table that the change is about, if it is about one."""
    if isinstance(change, Comment) and change.object == "column":
        schema, _, table = change.name.rpartition(".")[0].rpartition(".")
        return table, schema
    return getattr(change, "table", ""), getattr(change, "schema", "")


def _granted(change: Grant, names: Names) -> Iterator[_Touch]:
    """Rights on a schema are rights on what it holds; on something else, such as a role, they may reach anything."""
    for name in change.names if change.object in (*_WHOLE, *_DEFINED) else ():
        schema, _, table = name.rpartition(".")
        yield (Spot(name.lower()) if change.object in _WHOLE else _spot(table, schema, names)), True
    if change.object not in (*_WHOLE, *_DEFINED):
        yield ANYTHING, True


def _columns(change: Change) -> Iterator[str]:
    """The columns that the change is about, if it is about some."""
    if isinstance(change, AddColumn):
        yield change.column.name
    elif isinstance(change, CreateTable):
        yield from (column.name for column in change.columns)
    elif isinstance(change, RenameColumn):
        yield from (change.column, change.new_name)
    elif isinstance(change, Comment):
        yield from (change.name.rpartition(".")[2],) if change.object == "column" else ()
    elif column := getattr(change, "column", ""):
        yield column
    else:
        yield from getattr(change, "columns", ())


def _by_effect(effect: Effect, migration: Migration, names: Names) -> Iterator[_Touch]:
    """What a statement did that it does not say. An index is its table, where that is known, and so is all that hangs on one."""
    if effect.object == "schema":
        yield Spot(effect.name.lower()), True
        return
    tables = [
        table
        for schema in (migration.facts.before, migration.facts.after)
        if schema
        for table in schema.tables
    ]
    name = (effect.object in _HANGING and effect.name.rpartition(".")[0]) or effect.name
    owners = [table for table in tables if effect.object == "index" and _has_index(table, effect.name)]
    for table in owners:
        yield _spot(table.name, table.schema, names), False
    if not owners:
        spot = spot_named(name, [(table.name, table.schema) for table in tables], names)
        deep = effect.object == "rows" or effect.verb == "dropped"
        yield spot or _split(name, effect.object, names), deep and effect.object != "column"


def _has_index(table: Table, name: str) -> bool:
    schema, _, index = name.lower().rpartition(".")
    return schema in ("", table.schema.lower()) and any(each.name.lower() == index for each in table.indexes)


def _split(name: str, kind: str, names: Names) -> Spot:
    """A name by its dots: schema first where names carry it, a column last where it is one."""
    parts = name.lower().split(".")
    column = parts.pop() if kind == "column" and len(parts) > 1 else ""
    table = parts.pop()
    return Spot(parts[-1] if parts else names.home, table, column)


def _spot(table: str, schema: str, names: Names) -> Spot:
    home, name = names.key(table, schema)
    return Spot(home.lower(), name.lower())


def _column(own: tuple[str, str], column: str, names: Names) -> Spot:
    table = _spot(*own, names)
    return Spot(table.schema, table.table, column.lower())
