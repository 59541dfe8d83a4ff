"""What a body does to whole tables when it runs: the part of its changes that no row of another table sets off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemawarden_policy.change import (
    Change,
    DeleteRows,
    DropColumn,
    DropObject,
    DropTable,
    InsertRows,
    Truncate,
    UpdateRows,
)

Loss = tuple[str, str]
"""(verb, "schema.table")"""
_HOLDERS = ("schema", "database", "materialized_view")


def losses(changes: Iterable[Change]) -> tuple[Loss, ...]:
    """Whole tables that are emptied, overwritten or dropped."""
    return tuple(dict.fromkeys(loss for change in changes for loss in _losses(change)))


def _losses(change: Change) -> Iterator[Loss]:
    if isinstance(change, Truncate):
        yield from (("TRUNCATE", table) for table in change.tables)
    elif isinstance(change, DeleteRows) and change.always_true:
        yield "DELETE", _full(change.schema, change.table)
    elif isinstance(change, UpdateRows) and change.always_true and change.constant:
        yield "UPDATE", _full(change.schema, change.table)
    elif isinstance(change, InsertRows) and change.replaces and change.sources:
        yield "REPLACE", _full(change.schema, change.table)
    elif isinstance(change, DropTable) and not change.temporary:
        yield "DROP TABLE", _full(change.schema, change.table)
    elif isinstance(change, DropColumn):
        yield "ALTER TABLE ... DROP COLUMN", _full(change.schema, change.table)
    elif isinstance(change, DropObject) and change.object in _HOLDERS:
        yield f"DROP {change.object.upper().replace('_', ' ')}", _full(change.schema, change.name)


def _full(schema: str, name: str) -> str:
    return ".".join(filter(None, (schema, name)))
