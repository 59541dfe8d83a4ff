"""How two schemas differ, by the names of what they hold.

Types and defaults are left out: a replayed schema and a live one spell them differently without being different.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from schemawarden_policy.facts import Schema, Table
from schemawarden_policy.lexing import fold
from schemawarden_policy.names import Names, shown


def drift(history: Schema, live: Schema, exclude: Sequence[str], names: Names) -> tuple[str, ...]:
    """What `live` lacks of `history`, and what it has besides, in words.

    Tables matching `exclude` don't count, nor do partitions, which Atlas does not model: its diff tells of them.
    """
    made, there = dict(_parts(history, exclude, names)), dict(_parts(live, exclude, names))
    missing = tuple(f"{words} is missing" for key, words in made.items() if key not in there)
    besides = tuple(f"{words} is there besides" for key, words in there.items() if key not in made)
    return missing + besides


def _parts(schema: Schema, exclude: Sequence[str], names: Names) -> Iterator[tuple[tuple[str, ...], str]]:
    for table in schema.tables:
        if table.partition_of or _excluded(table, exclude):
            continue
        yield from _table(table, names)
    for view in schema.views:
        yield ("view", *names.key_of(view)), f"view {view}"


def _excluded(table: Table, exclude: Sequence[str]) -> bool:
    spellings = (fold(table.name), fold(shown(table.name, table.schema)))
    return any(fnmatchcase(name, fold(pattern)) for pattern in exclude for name in spellings)


def _table(table: Table, names: Names) -> Iterator[tuple[tuple[str, ...], str]]:
    key, name = names.key(table.name, table.schema), shown(table.name, table.schema)
    yield ("table", *key), f"table {name}"
    for column in table.columns:
        yield ("column", *key, names.fold(column.name)), f"column {name}.{column.name}"
    for index in table.indexes:
        yield ("index", key[0], names.fold(index.name)), f"index {index.name}"
    for trigger in table.triggers:
        yield ("trigger", *key, names.fold(trigger)), f"trigger {trigger}"
