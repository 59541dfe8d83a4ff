"""Files and directories as `schemawarden check` looks at them: its own reading, layouts and verdict, without the process."""

from __future__ import annotations

import re
from pathlib import Path

from schemawarden.cli.check.examining import examine
from schemawarden.cli.check.gathering import gather
from schemawarden.cli.check.model import Checked, Found, Question
from schemawarden_policy.statement import Dialect
from tests.policy.cases import HERE

SAFE, HAZARDS, CORPUS = HERE / "safe", HERE / "hazards", HERE / "corpus"
_GRAVE = ("warning", "error", "forbidden")
_EXPECT = re.compile(r"^-- expect: (.+)$", re.MULTILINE)
_RUNNERS = ("goose", "dbmate")
"""Their notations count only where the caller names them."""


def checked(path: Path, dialect: Dialect) -> list[Checked]:
    """What is found in one change set: a file, or a directory of files."""
    runner = next((runner for runner in _RUNNERS if runner in path.parts), "auto")
    [change_set] = gather([str(path)], runner)
    return examine(change_set, Question(dialect.value))


def dialect_of(path: Path) -> Dialect:
    """By the folder that a file of the corpus stands in; those of SQLite stand at the top."""
    folders = path.relative_to(CORPUS).parts
    if "postgres" in folders:
        return Dialect.POSTGRESQL
    return next((dialect for dialect in Dialect if dialect.value in folders), Dialect.SQLITE)


def corpus() -> list[Path]:
    """All of its migrations."""
    models = CORPUS / "models"
    return sorted(path for path in CORPUS.rglob("*.sql") if models not in path.parents)


def grave(found: Checked) -> list[Found]:
    return [finding for finding in found.findings if finding.severity in _GRAVE]


def expected(path: Path) -> list[str]:
    """The rules that a hazard's first comment names."""
    match = _EXPECT.search(path.read_text())
    assert match, f"{path} does not say what it expects"
    return [rule.strip() for rule in match[1].split(",")]
