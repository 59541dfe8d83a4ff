"""What PostgreSQL does along with each change: the indexes, sequences, constraints and types that come and go with a
table, and nothing of what CASCADE takes from other objects.

An effect's name starts with its schema; what hangs on a table (column, constraint, trigger, rule, policy) carries the
table's name in between.
"""

from __future__ import annotations

from schemawarden_policy.change import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    AlterObject,
    AlterTable,
    Change,
    Comment,
    CreateIndex,
    CreateObject,
    CreateTable,
    DeleteRows,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropNotNull,
    DropObject,
    DropTable,
    Grant,
    InsertRows,
    Maintain,
    RenameColumn,
    RenameTable,
    RunRoutine,
    SetNotNull,
    Truncate,
    UpdateRows,
)
from schemawarden_policy.facts import Effect
from schemawarden_policy.names import Names
from schemawarden_policy.touched import touched

_COMPANIONS = ("index", "sequence", "type", "constraint")
"""Objects with names of their own that come into being with a table or column, and go with it."""
_WITHIN_TABLE = ("trigger", "rule", "policy")
_PARTS = ("enum_value", "constraint")
"""What types are made of."""
_BROUGHT = {
    AddColumn: ("column", *_COMPANIONS),
    AddConstraint: ("index", "constraint"),
    AlterColumnType: ("constraint",),
    SetNotNull: ("constraint",),
    AlterTable: ("constraint", "index", "sequence", "trigger"),
}
_TAKEN = {
    DropColumn: ("constraint", "sequence"),
    DropNotNull: ("constraint",),
    AlterTable: ("constraint", "sequence", "trigger"),
}


def explained(change: Change, effect: Effect, names: Names) -> bool:
    """The change says that this effect was to be."""
    if effect.verb == "called":
        return isinstance(change, RunRoutine)
    if effect.verb.startswith("rows_"):
        return _rows(change, effect, names)
    if effect.object == "privilege":
        return _privilege(change, effect, names)
    if effect.verb == "created":
        return _created(change, effect, names)
    if effect.verb == "dropped":
        return _dropped(change, effect, names)
    return _changed(change, effect, names)


def _rows(change: Change, effect: Effect, names: Names) -> bool:
    if effect.name not in _touched(change, names):
        return False
    if isinstance(change, CreateObject | Maintain | RenameTable | AlterTable):
        return effect.verb != "rows_updated"  # a materialized view is filled, a partition brings its rows
    if effect.verb == "rows_inserted":
        return isinstance(change, InsertRows) or (isinstance(change, CreateTable) and change.as_select)
    if effect.verb == "rows_updated":
        return isinstance(change, UpdateRows | AddColumn | AlterColumnType)
    return isinstance(change, DeleteRows | DropTable | Truncate)


def _privilege(change: Change, effect: Effect, names: Names) -> bool:
    """Grants come with a new owner, and go or move with their object."""
    if isinstance(change, Grant):
        return True
    if isinstance(change, AlterTable | AlterObject):
        return "OWNER" in change.form or "RENAME" in change.form or "SET SCHEMA" in change.form
    if isinstance(change, CreateTable | CreateObject | DropTable | DropObject | RenameTable | DropColumn):
        return _on_any(effect, _touched(change, names))
    return False


def _created(change: Change, effect: Effect, names: Names) -> bool:
    if isinstance(change, CreateTable):
        own = _qualified(names, change.table, change.schema)
        return _hangs_on(effect, own) or (effect.object in _COMPANIONS and _beside(effect, own))
    if isinstance(change, RenameTable):
        own = _qualified(names, change.new_name, change.schema)
        return _hangs_on(effect, own) or (effect.object == "type" and _beside(effect, own))
    if isinstance(change, CreateIndex):
        return effect.object == "index" and _beside(effect, _qualified(names, change.table, change.schema))
    if isinstance(change, RenameColumn):
        own = _qualified(names, change.table, change.schema)
        return effect.object == "column" and effect.name == f"{own}.{change.new_name}"
    if isinstance(change, CreateObject):
        return change.object == "extension" or _is_object(change.name, change, effect, names)
    if isinstance(change, AlterObject):
        renamed = _is_object(change.value, change, effect, names) or _moved(change.value, change.form, effect)
        return renamed or (_is_object(change.name, change, effect, names) and effect.object in _PARTS)
    if isinstance(change, AlterTable) and _moved(change.name, change.form, effect):
        return True
    return _comes_along(_BROUGHT, change, effect, names)


def _dropped(change: Change, effect: Effect, names: Names) -> bool:
    if isinstance(change, DropTable | RenameTable):
        own = _qualified(names, change.table, change.schema)
        companion = effect.object in ("index", "sequence", "type") and _beside(effect, own)
        return _hangs_on(effect, own) or companion
    if isinstance(change, DropIndex):
        return effect.object == "index" and effect.name == _qualified(names, change.index, change.schema)
    if isinstance(change, DropColumn | RenameColumn):
        own = _qualified(names, change.table, change.schema)
        if effect.object == "column":
            return effect.name == f"{own}.{change.column}"
        return _comes_along(_TAKEN, change, effect, names)
    if isinstance(change, DropConstraint):
        return effect.object in ("constraint", "index") and _is_constraint(change, effect, names)
    if isinstance(change, AddConstraint):  # USING INDEX gives the index the constraint's name
        return bool(change.using_index) and effect.object == "index" and _last(effect) == change.using_index
    if isinstance(change, DropObject):
        members = change.object == "extension" and effect.object not in ("table", "column", "schema")
        return members or _is_object(change.name, change, effect, names)
    if isinstance(change, AlterObject):
        taken = _renames(change.form) or (change.form.startswith("DROP") and effect.object in _PARTS)
        return taken and _is_object(change.name, change, effect, names)
    if isinstance(change, AlterTable) and "SET SCHEMA" in change.form:
        own = _qualified(names, change.table, change.schema)
        return _hangs_on(effect, own) or (effect.object in _COMPANIONS and _beside(effect, own))
    return _comes_along(_TAKEN, change, effect, names)


def _changed(change: Change, effect: Effect, names: Names) -> bool:
    """A rename changes whatever names the table or column, but no routine's text."""
    if isinstance(change, Comment):
        return True
    if isinstance(change, RenameTable | RenameColumn):
        return effect.object != "routine"
    if isinstance(change, InsertRows) and effect.object == "sequence":
        return True
    if isinstance(change, DropIndex | Maintain):
        return effect.object in ("table", "index", "materialized_view")
    if isinstance(change, CreateObject | AlterObject) and _is_object(change.name, change, effect, names):
        return True
    if isinstance(change, InsertRows | UpdateRows | DeleteRows | Grant):
        return False
    own = _touched(change, names)
    companion = effect.object in ("index", "sequence", "type") and any(_beside(effect, name) for name in own)
    return _on_any(effect, own) or companion


def _comes_along(table: dict[type, tuple[str, ...]], change: Change, effect: Effect, names: Names) -> bool:
    """An object of a kind that such a change brings or takes, on a table that it names or beside it."""
    if effect.object not in table.get(type(change), ()):
        return False
    own = _touched(change, names)
    if effect.object == "column" and isinstance(change, AddColumn):
        return effect.name in {f"{name}.{change.column.name}" for name in own}
    return _on_any(effect, own) or any(_beside(effect, name) for name in own)


def _touched(change: Change, names: Names) -> frozenset[str]:
    return frozenset(_qualified(names, name, schema) for name, schema in touched(change))


def _qualified(names: Names, name: str, schema: str) -> str:
    return ".".join(names.key(name, schema))


def _hangs_on(effect: Effect, own: str) -> bool:
    """The table itself, or something that carries its name; another table never does."""
    return effect.name == own or (effect.object != "table" and effect.name.startswith(f"{own}."))


def _on_any(effect: Effect, own: frozenset[str]) -> bool:
    return any(_hangs_on(effect, name) for name in own)


def _beside(effect: Effect, own: str) -> bool:
    """It stands in the table's schema, under a name of its own."""
    return effect.name.count(".") == 1 and effect.name.split(".")[0] == own.split(".")[0]


def _last(effect: Effect) -> str:
    return effect.name.rsplit(".", 1)[-1]


def _is_constraint(change: DropConstraint, effect: Effect, names: Names) -> bool:
    own = _qualified(names, change.table, change.schema)
    return _last(effect) == change.name and (_hangs_on(effect, own) or _beside(effect, own))


def _is_object(
    name: str, change: CreateObject | AlterObject | DropObject, effect: Effect, names: Names
) -> bool:
    """The effect is on the object that the change names, or on what hangs on it."""
    if not name or (effect.object in ("table", "index") and change.object not in ("table", "index")):
        return False
    if change.table and change.object in _WITHIN_TABLE:
        own = f"{_qualified(names, change.table, change.schema)}.{name}"
    elif change.object in ("schema", "extension"):
        return effect.object == change.object and effect.name == name
    else:
        own = _qualified(names, name, change.schema)
    written = effect.name.split("(", 1)[0]
    return written == own or effect.name.startswith(f"{own}.")


def _renames(form: str) -> bool:
    return "RENAME" in form or "SET SCHEMA" in form


def _moved(new_schema: str, form: str, effect: Effect) -> bool:
    return "SET SCHEMA" in form and effect.name.startswith(f"{new_schema}.")
