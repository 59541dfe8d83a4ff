"""The name that PostgreSQL gives a constraint when the statement gives none, and no other has it."""

from __future__ import annotations

from schemawarden_policy.change import AddConstraint
from schemawarden_policy.parse.postgres_expression import columns_named

_ENDINGS = {
    "check": "check",
    "foreign_key": "fkey",
    "unique": "key",
    "primary_key": "pkey",
    "exclude": "excl",
    "not_null": "not_null",
}


def chosen_name(change: AddConstraint) -> str:
    """ "orders_user_id_fkey", "orders_total_check" ... Longer names than the server takes are not shortened."""
    if change.kind == "primary_key":
        return f"{change.table}_pkey"
    columns = change.columns
    if change.kind == "check":
        named = columns_named(change.expression)
        columns = tuple(named) if len(named) == 1 else ()
    return "_".join((change.table, *columns, _ENDINGS[change.kind]))
