"""Which files of a directory are its migrations, and in which order: by the names that migration tools give them.

- atlas: the `*.sql` files in the order of their names. So are goose's and dbmate's, whose files tell in comments what runs.
- flyway: `V1__words.sql` by version, after a baseline `B1__words.sql`; then repeatable `R__words.sql`; undo `U1__…` never.
- golang-migrate: `1_words.up.sql` by version; `.down.sql` never.
- prisma: `<timestamp>_words/migration.sql` by the directory's name.
A directory is a tool's own when all of its SQL files are named that way; else it is read as Atlas reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

RUNNERS = ("auto", "atlas", "flyway", "golang-migrate", "goose", "dbmate", "prisma", "psql")

PRISMA_FILE = "migration.sql"
_FLYWAY = re.compile(r"(?:([VUB])([0-9]+(?:[._][0-9]+)*)|R)__.+\.sql")
_GOLANG = re.compile(r"([0-9]+)_.*\.(up|down)\.sql")
_PRISMA = re.compile(rf"[0-9]+_[^/]*/{re.escape(PRISMA_FILE)}")
_ANY = re.compile("|".join(pattern.pattern for pattern in (_FLYWAY, _GOLANG, _PRISMA)))
_KNOWN = {"flyway": _FLYWAY, "golang-migrate": _GOLANG, "prisma": _PRISMA}


def runner_of(names: Iterable[str]) -> str:
    """Whose files have all of these names; "auto" when the names don't tell."""
    listed = list(names)
    if not listed or not _ANY.match(listed[0]):
        return "auto"
    return next((runner for runner, pattern in _KNOWN.items() if all(map(pattern.fullmatch, listed))), "auto")


def in_order(names: Iterable[str], runner: str) -> list[str]:
    """The names of what the runner would run, in its order."""
    key = _ORDERS.get(runner)
    if key is None:
        return sorted(names)
    found = [(rank, name) for name in names if (rank := key(name)) is not None]
    return [name for _, name in sorted(found)]


def _flyway_rank(name: str) -> tuple[int, list[int]] | None:
    match = _FLYWAY.fullmatch(name)
    if match is None or match[1] == "U":
        return None
    if match[1] is None:
        return (2, [])
    version = [int(number) for number in re.split(r"[._]", match[2])]
    return (0 if match[1] == "B" else 1, version)


def _golang_rank(name: str) -> tuple[int, list[int]] | None:
    match = _GOLANG.fullmatch(name)
    return (int(match[1]), []) if match and match[2] == "up" else None


_ORDERS: dict[str, Callable[[str], tuple[int, list[int]] | None]] = {
    "flyway": _flyway_rank,
    "golang-migrate": _golang_rank,
}
