"""Work that stops in the middle of a file, and the file mended."""

from __future__ import annotations

from dataclasses import dataclass

from tests.oracle.cases.directories import Directory

_FIRST = {"20260101000001_first.sql": "CREATE TABLE first (x int);\n"}
_LAST = {"20260101000003_last.sql": "CREATE TABLE last (x int);\n"}
_BROKEN = "20260101000002_broken.sql"


@dataclass(frozen=True)
class Half:
    """The second of three files fails."""

    name: str
    broken: str
    mended: str

    def __str__(self) -> str:
        return self.name

    @property
    def before(self) -> Directory:
        return Directory(self.name, _FIRST | {_BROKEN: self.broken} | _LAST)

    @property
    def after(self) -> Directory:
        return Directory(self.name, _FIRST | {_BROKEN: self.mended} | _LAST)


HALVES = (
    Half("first_statement", "INSERT INTO missing VALUES (1);\nCREATE TABLE b (x int);\n", "CREATE TABLE a (x int);\nCREATE TABLE b (x int);\n"),
    Half(
        "middle_statement",
        "-- one\nCREATE TABLE a (x int);\n-- two\nINSERT INTO missing VALUES (1);\nCREATE TABLE b (x int);\n",
        "-- one\nCREATE TABLE a (x int);\n-- two\nINSERT INTO a VALUES (1);\nCREATE TABLE b (x int);\n",
    ),
    Half("last_statement", "CREATE TABLE a (x int);\nCREATE TABLE b (x int);\nINSERT INTO missing VALUES ('it''s; é');\n", "CREATE TABLE a (x int);\nCREATE TABLE b (x int);\n"),
    Half(
        "statements_added_when_mended",
        "CREATE TABLE a (x int);\nINSERT INTO missing VALUES (1);\n",
        "CREATE TABLE a (x int);\nINSERT INTO a VALUES (1);\nINSERT INTO a VALUES (2);\nCREATE TABLE b (x int);\n",
    ),
    Half(
        "without_a_transaction",
        "-- atlas:txmode none\n\nCREATE TABLE a (x int);\nINSERT INTO missing VALUES (1);\n",
        "-- atlas:txmode none\n\nCREATE TABLE a (x int);\nINSERT INTO a VALUES (1);\n",
    ),
    Half(
        "what_was_applied_has_changed",
        "CREATE TABLE a (x int);\nINSERT INTO missing VALUES (1);\n",
        "CREATE TABLE a (x int, y int);\nINSERT INTO a VALUES (1, 2);\n",
    ),
)  # fmt: skip
