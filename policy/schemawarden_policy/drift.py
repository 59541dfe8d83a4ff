"""How two schemas differ, by the names of what they hold.

Types and defaults are left out: a replayed schema and a live one spell them differently without being different.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from schemawarden_policy.facts import Schema
from schemawarden_policy.lexing import fold


def drift(history: Schema, live: Schema, exclude: Sequence[str]) -> tuple[str, ...]:
    """What `live` lacks of `history`, and what it has besides, in words. Tables matching `exclude` don't count."""
    made, there = dict(_parts(history, exclude)), dict(_parts(live, exclude))
    missing = tuple(f"{words} is missing" for key, words in made.items() if key not in there)
    besides = tuple(f"{words} is there besides" for key, words in there.items() if key not in made)
    return missing + besides


def _parts(schema: Schema, exclude: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    for table in schema.tables:
        name = fold(table.name)
        if any(fnmatchcase(name, fold(pattern)) for pattern in exclude):
            continue
        yield ("table", name), f"table {table.name}"
        for column in table.columns:
            yield ("column", name, fold(column.name)), f"column {table.name}.{column.name}"
        for index in table.indexes:
            yield ("index", fold(index)), f"index {index}"
        for trigger in table.triggers:
            yield ("trigger", fold(trigger)), f"trigger {trigger}"
    for view in schema.views:
        yield ("view", fold(view)), f"view {view}"
