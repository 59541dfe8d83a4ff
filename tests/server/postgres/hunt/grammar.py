"""Random migrations for PostgreSQL: honest shapes, nasty ones, and honest ones with a name that means something else.

Every random choice comes from one `Random`, so a seed names a migration. A statement says which rows it means to change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

from tests.server.hunt.grammar import Case, Stmt
from tests.server.postgres.hunt import losing, plain

_SLOT = re.compile(r"\{(\w+)\}")
_WORDS = {
    "table": (
        "users", "posts", "notes", "marks", "archive.marks", '"Order"', "log", "wired", "events", "events_2025",
        "animals", "dogs", "audit.entries", "public.marks", "public.users",
    ),
    "small": ("marks", "archive.marks", "wired", "notes", "public.marks"),
    "type": ("text", "integer", "bigint", "mood", "percent", "numeric(8,3)", "jsonb", "timestamptz", "boolean", "text[]"),
    "calls": (
        "wipe()", "public.wipe()", "abs(wipe())", "(SELECT wipe())", "coalesce(wipe(), 1)", "CASE WHEN wipe() > 0 THEN 1 END",
        "(1 + wipe())", "length(wipe()::text)", "greatest(wipe(), 2)",
    ),
    "loses": (
        "DELETE FROM archive.marks", "UPDATE archive.marks SET v = NULL", "TRUNCATE archive.marks", "DROP TABLE archive.marks",
        "ALTER TABLE archive.marks DROP COLUMN v", "DELETE FROM marks WHERE v IS NULL OR true", "DROP TRIGGER wired_trap ON wired",
        "DELETE FROM users", "UPDATE users SET name = code", "DROP POLICY own_posts ON posts", "ALTER TABLE users DISABLE ROW LEVEL SECURITY",
        "REVOKE SELECT ON users FROM reader", "GRANT ALL ON users TO PUBLIC", "DROP VIEW long_posts CASCADE", "DROP INDEX users_name",
        "ALTER TABLE posts DROP CONSTRAINT posts_titled",
    ),
}  # fmt: skip


@dataclass(slots=True)
class Maker:
    """The statements of one case."""

    dice: Random
    count: int = field(default=0)

    def stmts(self, lines: tuple[str, ...]) -> list[Stmt]:
        """A shape with its slots filled: {new} is one fresh name throughout, {table} another choice at each place."""
        self.count += 1
        return [self._stmt(line) for line in lines]

    def _stmt(self, line: str) -> Stmt:
        sql, _, meant = line.partition(" --meant ")
        table, _, where = meant.partition(": ")
        return Stmt(_SLOT.sub(self._word, sql), ((table, where),) if meant else ())

    def _word(self, slot: re.Match[str]) -> str:
        name = slot.group(1)
        return f"n{self.count}" if name == "new" else self.dice.choice(_WORDS[name])


def make(seed: int) -> Case:
    """The case that the seed names. Every third one is honest throughout."""
    dice = Random(seed)
    honest = seed % 3 == 0
    maker = Maker(dice)
    nasty = 0.0 if honest else dice.choice((0.3, 0.6, 1.0))
    files = []
    for _ in range(dice.choice((1, 1, 1, 2))):
        shapes = [
            dice.choice(losing.SHAPES if dice.random() < nasty else plain.SHAPES)
            for _ in range(dice.choice((1, 1, 2, 3)))
        ]
        stmts = [stmt for shape in shapes for stmt in maker.stmts(shape)]
        files.append(tuple(Stmt(stmt.sql + ";", stmt.meant) for stmt in stmts[:6]))
    header = "-- atlas:txmode none\n\n" if not honest and dice.random() < 0.15 else ""
    return Case(tuple(files), honest, header)


def written(shape: tuple[str, ...]) -> Case:
    """One shape alone, in a file."""
    stmts = Maker(Random(1)).stmts(shape)
    return Case((tuple(Stmt(stmt.sql + ";", stmt.meant) for stmt in stmts),), honest=True)
