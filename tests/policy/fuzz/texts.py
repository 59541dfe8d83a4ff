"""What the fuzzing starts from: every migration that the tests of the policy know, by dialect."""

from __future__ import annotations

import os
import random
import secrets
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from schemawarden_policy.check import Report, check
from schemawarden_policy.facts import Facts
from schemawarden_policy.migration import Migration
from schemawarden_policy.reading import read_file
from schemawarden_policy.settings import Mode, Settings
from schemawarden_policy.statement import Dialect
from schemawarden_policy.verdict import Verdict

HERE = Path(__file__).parent.parent
SECONDS = float(os.environ.get("SCHEMAWARDEN_HUNT", "0"))
"""How long a test goes on; 0 for a fixed number of cases."""
FIRST = secrets.randbelow(10**9) if SECONDS else 20_260_101
DIALECTS = (Dialect.SQLITE, Dialect.POSTGRESQL, Dialect.MYSQL, Dialect.MARIADB)
_SETTINGS = Settings(mode=Mode.WARNING_SENSITIVE)
_FOLDERS = {
    "postgres": Dialect.POSTGRESQL,
    "postgresql": Dialect.POSTGRESQL,
    "mysql": Dialect.MYSQL,
    "mariadb": Dialect.MARIADB,
    "sqlite": Dialect.SQLITE,
}
_SUFFIXES = {".pg": Dialect.POSTGRESQL, ".my": Dialect.MYSQL, ".maria": Dialect.MARIADB}
_MOST = 20_000
"""Longer files only make it slow."""


def judge(dialect: Dialect, *texts: str) -> Report:
    """The report over the files of one change set."""
    files = tuple(read_file(f"2025010100000{n}_x.sql", text, dialect) for n, text in enumerate(texts))
    return check(Migration(dialect, files, Facts()), _SETTINGS)


@cache
def texts(dialect: Dialect) -> tuple[str, ...]:
    """All of the dialect's texts; MariaDB has MySQL's as well."""
    wanted = {dialect, Dialect.MYSQL} if dialect is Dialect.MARIADB else {dialect}
    paths = sorted(HERE.rglob("*.sql"))
    found = (path.read_bytes().decode() for path in paths if _dialect(path) in wanted)
    return tuple(dict.fromkeys(text for text in found if len(text) <= _MOST))


def _dialect(path: Path) -> Dialect:
    """As the folder or the name says it; SQLite where neither does."""
    by_name = _SUFFIXES.get(Path(path.stem).suffix)
    folders = (_FOLDERS[part] for part in path.relative_to(HERE).parts[:-1] if part in _FOLDERS)
    named = (dialect for word, dialect in _FOLDERS.items() if path.stem.startswith(word))
    return by_name or next(folders, None) or next(named, Dialect.SQLITE)


@cache
def safe(dialect: Dialect) -> tuple[str, ...]:
    """The texts that are allowed as they are, and do something."""
    return tuple(
        text
        for text in texts(dialect)
        if judge(dialect, text).verdict is Verdict.ALLOW and read_file("x.sql", text, dialect).statements
    )


def tries(cases: int) -> Iterator[random.Random]:
    """A source of chance for each case: the same ones on every run, unless a hunt is on."""
    end, seed = time.monotonic() + SECONDS, FIRST
    while time.monotonic() < end if SECONDS else seed < FIRST + cases:
        yield random.Random(seed)
        seed += 1


def pieces(text: str, dialect: Dialect) -> Sequence[str]:
    """The statements of a text, each with its terminator; empty when it can't be split."""
    found = [s.text for s in read_file("x.sql", text, dialect).statements]
    return [text if text.endswith(";") else text + ";" for text in found]
