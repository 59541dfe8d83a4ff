"""Does a statement's text say what the rehearsal saw it do?

Each effect is held against the changes of the statement that caused it. Triggers, cascades and whatever else acts
behind the text leave effects that no change says. What PostgreSQL does along with a change is in `explained_postgres`.
"""

from __future__ import annotations

from collections.abc import Iterable

from schemawarden_policy import explained_postgres
from schemawarden_policy.change import (
    AddColumn,
    Change,
    CreateIndex,
    CreateObject,
    CreateTable,
    DeleteRows,
    DropColumn,
    DropIndex,
    DropObject,
    DropTable,
    InsertRows,
    Maintain,
    RenameColumn,
    RenameTable,
    UpdateRows,
)
from schemawarden_policy.facts import Effect
from schemawarden_policy.lexing import fold
from schemawarden_policy.names import Names
from schemawarden_policy.statement import Dialect

_BOOKKEEPING = ("sqlite_sequence", "sqlite_stat1", "sqlite_stat4")
"""Tables that SQLite itself keeps; AUTOINCREMENT and ANALYZE write to them."""


def explained(changes: Iterable[Change], effect: Effect, names: Names) -> bool:
    """Some change of the statement says that this effect was to be."""
    if names.dialect is Dialect.POSTGRESQL:
        return any(explained_postgres.explained(change, effect, names) for change in changes)
    name = fold(effect.name)
    table = name.rsplit(".", 1)[0] if effect.object == "column" else name
    if table in _BOOKKEEPING:
        return True
    return any(_says(change, effect, table, name) for change in changes)


def _says(change: Change, effect: Effect, table: str, name: str) -> bool:
    if effect.verb.startswith("rows_"):
        return _says_rows(change, effect.verb, table)
    if effect.verb == "changed":
        return _says_changed(change, table)
    if effect.object in ("table", "column"):
        return _says_table(change, effect, table, name)
    if effect.object == "index":
        return _says_index(change, effect.verb, name)
    return _says_object(change, effect, name)


def _says_rows(change: Change, verb: str, table: str) -> bool:
    if isinstance(change, RenameTable):
        return table in (fold(change.table), fold(change.new_name)) and verb != "rows_updated"
    if not isinstance(change, InsertRows | UpdateRows | DeleteRows | DropTable | CreateTable | AddColumn):
        return False
    if fold(change.table) != table:
        return False
    if verb == "rows_inserted":
        return isinstance(change, InsertRows) or (isinstance(change, CreateTable) and change.as_select)
    if verb == "rows_updated":
        return isinstance(change, UpdateRows | AddColumn) or (
            isinstance(change, InsertRows) and change.replaces
        )
    replaces = isinstance(change, InsertRows | UpdateRows) and change.replaces
    return replaces or isinstance(change, DeleteRows | DropTable)


def _says_changed(change: Change, table: str) -> bool:
    """A rename rewrites whatever names the table or column: views, triggers, the foreign keys of other tables."""
    if isinstance(change, RenameTable | RenameColumn):
        return True
    touching = (AddColumn, DropColumn, CreateTable, DropTable, CreateIndex, CreateObject)
    if isinstance(change, touching):
        return fold(change.table).split(".")[0] == table.split(".")[0]
    return isinstance(change, DropIndex | Maintain)


def _says_table(change: Change, effect: Effect, table: str, name: str) -> bool:
    created = effect.verb == "created"
    if isinstance(change, RenameTable):
        return table == fold(change.new_name if created else change.table)
    if isinstance(change, CreateTable):
        return created and table == fold(change.table)
    if isinstance(change, DropTable):
        return not created and table == fold(change.table)
    if isinstance(change, CreateObject) and change.object == "virtual_table":
        return created and (table == fold(change.name) or table.startswith(fold(change.name) + "_"))
    if effect.object != "column":
        return False
    if isinstance(change, AddColumn):
        return created and name == f"{fold(change.table)}.{fold(change.column.name)}"
    if isinstance(change, DropColumn):
        return not created and name == f"{fold(change.table)}.{fold(change.column)}"
    if isinstance(change, RenameColumn):
        return name == f"{fold(change.table)}.{fold(change.new_name if created else change.column)}"
    return False


def _says_index(change: Change, verb: str, name: str) -> bool:
    """DROP TABLE takes the table's own indexes along, as nothing else can; a new table brings automatic ones."""
    index = name.rsplit(".", 1)[-1]
    if isinstance(change, CreateIndex):
        return verb == "created" and fold(change.index) == index
    if isinstance(change, DropIndex):
        return verb == "dropped" and fold(change.index) == index
    if isinstance(change, CreateTable | RenameTable) and index.startswith("sqlite_autoindex_"):
        return True
    return isinstance(change, DropTable) and verb == "dropped"


def _says_object(change: Change, effect: Effect, name: str) -> bool:
    own = name.rsplit(".", 1)[-1]
    if isinstance(change, CreateObject):
        return effect.verb == "created" and fold(change.name) == own
    if isinstance(change, DropObject):
        same = fold(change.name) == own
        return effect.verb == "dropped" and (same or (change.object == "view" and effect.object == "trigger"))
    return isinstance(change, DropTable) and effect.verb == "dropped" and effect.object == "trigger"
