"""What of a file runs, and whether in a transaction: the notations of goose and dbmate, and the habits of other tools.

- The part that undoes is left out only where the caller names the runner: else a comment would decide what is checked.
- It is blanked, so that every other character keeps its line and column.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from schemawarden_policy.migration import MigrationFile
from schemawarden_policy.outside_transaction import outside_transaction
from schemawarden_policy.reading import read_file
from schemawarden_policy.statement import Dialect

_MARKS = {
    "goose": re.compile(r"^[ \t]*--[ \t]*\+goose[ \t]+(up|down|no[ \t]+transaction)\b(.*)$", re.I | re.M),
    "dbmate": re.compile(r"^[ \t]*--[ \t]*migrate:(up|down)\b(.*)$", re.I | re.M),
}
_NO_TRANSACTION = re.compile(r"transaction[ \t]*:[ \t]*false", re.I)


def read(name: str, text: str, dialect: Dialect, runner: str) -> MigrationFile:
    """The file as its runner runs it. Never raises."""
    marks = _MARKS.get(runner)
    if marks and marks.search(text):
        upward, alone = _upward(text, marks)
        return replace(read_file(name, upward, dialect), alone=alone)
    file = read_file(name, text, dialect)
    opens_none = _ALONE.get(runner)
    return replace(file, alone=True) if opens_none and opens_none(file) else file


def _upward(text: str, marks: re.Pattern[str]) -> tuple[str, bool]:
    """The text without what undoes it, and whether it asks for no transaction. What stands before all marks stays."""
    parts, upward, alone, end = [], True, False, 0
    for mark in marks.finditer(text):
        parts.append(_part(text[end : mark.start()], upward))
        parts.append(mark[0])
        word = mark[1].lower()
        if word in ("up", "down"):
            upward = word == "up"
        asks = word not in ("up", "down") or (upward and _NO_TRANSACTION.search(mark[2]))
        alone, end = alone or bool(asks), mark.end()
    return "".join([*parts, _part(text[end:], upward)]), alone


def _part(text: str, upward: bool) -> str:
    return text if upward else re.sub(r"[^\r\n]", " ", text)


def _one_statement(file: MigrationFile) -> bool:
    """Sent as one message, which PostgreSQL runs in a transaction only when it holds several statements."""
    return len(file.statements) == 1


def _all_refuse(file: MigrationFile) -> bool:
    """Flyway opens no transaction for a file of statements that refuse to run in one."""
    return bool(file.statements) and all(
        any(map(outside_transaction, statement.changes)) for statement in file.statements
    )


_ALONE: dict[str, Callable[[MigrationFile], bool]] = {
    "flyway": _all_refuse,
    "golang-migrate": _one_statement,
    "prisma": _one_statement,
    "psql": lambda file: True,
}
