"""How names are written in messages and suggestions."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RESERVED = frozenset(
    "add all alter and as between by case check collate column commit constraint create cross default delete distinct "
    "drop else end escape except exists foreign from full group having if in index inner insert intersect into is "
    "isnull join left limit natural not notnull null on or order outer primary references returning right select set "
    "table then to transaction union unique update using values when where with analyse analyze any array asc asymmetric "
    "both cast current_date current_role current_time current_timestamp current_user deferrable desc do false fetch for "
    "grant initially lateral leading localtime localtimestamp offset only placing session_user some symmetric trailing true "
    "user variadic window".split()
)


def ident(name: str) -> str:
    """The name as SQL, quoted when it must be."""
    if _PLAIN.fullmatch(name) and name.lower() not in _RESERVED:
        return name
    return '"' + name.replace('"', '""') + '"'


def ident_folded(name: str) -> str:
    """The name as SQL for a server that folds bare names to lower case: one with capitals needs quotes, too."""
    return ident(name) if name == name.lower() else '"' + name.replace('"', '""') + '"'
