"""How names are written in messages and suggestions."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RESERVED = frozenset(
    "add all alter and as between by case check collate column commit constraint create cross default delete distinct "
    "drop else end escape except exists foreign from full group having if in index inner insert intersect into is "
    "isnull join left limit natural not notnull null on or order outer primary references returning right select set "
    "table then to transaction union unique update using values when where with".split()
)


def ident(name: str) -> str:
    """The name as SQL, quoted when it must be."""
    if _PLAIN.fullmatch(name) and name.lower() not in _RESERVED:
        return name
    return '"' + name.replace('"', '""') + '"'
