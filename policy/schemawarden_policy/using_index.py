"""A constraint that takes over an index built beside the traffic, as SQL (PostgreSQL)."""

from __future__ import annotations

from collections.abc import Sequence

from schemawarden_policy.names import Names

_KINDS = {"unique": ("UNIQUE", "key"), "primary_key": ("PRIMARY KEY", "pkey")}


def built_beside(
    kind: str, columns: Sequence[str], table: str, schema: str, names: Names, name: str = ""
) -> str:
    """Two statements, each for a file of its own: the index, and the constraint of `kind` that takes it over."""
    words, ending = _KINDS[kind]
    on = names.sql(table, schema)
    listed = ", ".join(map(names.sql, columns))
    own = names.sql(name or "_".join((table, *(() if kind == "primary_key" else columns), ending)))
    index = names.sql("_".join((table, *columns, "idx")))
    return (
        f"CREATE UNIQUE INDEX CONCURRENTLY {index} ON {on} ({listed});  -- in a file of its own, -- atlas:txmode none\n"
        f"ALTER TABLE {on} ADD CONSTRAINT {own} {words} USING INDEX {index};  -- in the next one"
    )
