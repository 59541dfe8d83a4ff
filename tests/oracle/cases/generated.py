"""Schemas that a seeded generator made: what nobody thought of. The same seed gives the same schemas for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.oracle.cases.pairs import Pair

_SEEDS = range(12)


@dataclass(frozen=True)
class Dialect:
    types: Sequence[tuple[str, Sequence[str]]]
    """Types, each with defaults that fit it."""
    index_ends: Sequence[str]


_SQLITE = Dialect(
    (
        ("int", ("0", "-7")), ("bigint", ("9",)), ("text", ("'x'", "'it''s'")), ("varchar(30)", ("'y'",)), ("decimal(8,3)", ("1.5",)),
        ("boolean", ("true", "false")), ("datetime", ("'2020-01-01'",)), ("json", ("'{}'",)), ("real", ("0.25",)), ("blob", ("'z'",)),
    ),
    ("", "", " WHERE id > 5"),
)  # fmt: skip
_POSTGRES = Dialect(
    (
        ("int", ("0", "-7")), ("bigint", ("9",)), ("text", ("'x'", "'it''s'")), ("varchar(30)", ("'y'",)), ("numeric(8,3)", ("1.5",)),
        ("boolean", ("true", "false")), ("timestamptz(3)", ("now()",)), ("jsonb", ("'{}'",)), ("uuid", ("gen_random_uuid()",)), ("int[]", ("'{}'",)),
        ("double precision", ("0.25",)), ("date", ("CURRENT_DATE",)), ("smallint", ("3",)), ("character(4)", ("'abcd'",)), ("interval", ("'1 day'",)),
    ),
    ("", "", " WHERE id > 5", " INCLUDE (id)"),
)  # fmt: skip


def _pair(dialect: Dialect, seed: int) -> Pair:
    chance = Random(seed)
    before = {f"t{number}": _columns(dialect, chance) for number in range(chance.randint(1, 3))}
    after = {
        name: _changed(dialect, chance, columns) for name, columns in before.items() if chance.random() < 0.85
    }
    after |= {f"n{number}": _columns(dialect, chance) for number in range(chance.randint(0, 2))}
    return Pair(f"seed_{seed}", _schema(dialect, chance, before), _schema(dialect, chance, after))


def _columns(dialect: Dialect, chance: Random) -> dict[str, str]:
    return {f"c{number}": _column(dialect, chance) for number in range(chance.randint(1, 6))}


def _column(dialect: Dialect, chance: Random) -> str:
    kind, defaults = chance.choice(dialect.types)
    default = f" DEFAULT {chance.choice(defaults)}" if chance.random() < 0.5 else ""
    return kind + (" NOT NULL" if chance.random() < 0.5 else "") + default


def _changed(dialect: Dialect, chance: Random, columns: dict[str, str]) -> dict[str, str]:
    """Some columns stay, some change, some go, and one or none is added."""
    kept = {name: text for name, text in columns.items() if chance.random() < 0.8}
    changed = {
        name: _column(dialect, chance) if chance.random() < 0.3 else text for name, text in kept.items()
    }
    return changed | ({"extra": _column(dialect, chance)} if chance.random() < 0.4 else {})


def _schema(dialect: Dialect, chance: Random, tables: dict[str, dict[str, str]]) -> str:
    lines: list[str] = []
    for name, columns in tables.items():
        body = [
            "id int NOT NULL",
            *(f"{column} {text}" for column, text in columns.items()),
            "PRIMARY KEY (id)",
        ]
        earlier = list(tables)[: len(lines)]
        if earlier and chance.random() < 0.5:
            target = chance.choice(earlier)
            body.append(f"CONSTRAINT {name}_to_{target} FOREIGN KEY (id) REFERENCES {target} (id)")
        if chance.random() < 0.3:
            body.append(f"CONSTRAINT {name}_check CHECK (id > {chance.randint(0, 9)})")
        lines.append(f"CREATE TABLE {name} ({', '.join(body)});")
    lines += [_index(dialect, chance, name, sorted(columns)) for name, columns in tables.items() if columns]
    return "\n".join(lines)


def _index(dialect: Dialect, chance: Random, table: str, columns: list[str]) -> str:
    chosen = chance.sample(columns, k=min(len(columns), chance.randint(1, 2)))
    unique, order = chance.choice(("", "UNIQUE ")), chance.choice(("", " DESC"))
    parts = ", ".join(["id", *(f"{column}{order}" for column in chosen)])
    return f"CREATE {unique}INDEX {table}_index ON {table} ({parts}){chance.choice(dialect.index_ends)};"


SQLITE_GENERATED = tuple(_pair(_SQLITE, seed) for seed in _SEEDS)
POSTGRES_GENERATED = tuple(_pair(_POSTGRES, seed) for seed in _SEEDS)
