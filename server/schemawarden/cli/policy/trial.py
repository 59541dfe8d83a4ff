"""Examples of the operator's own rules, laid out as those of the built-in ones.

A folder for each rule, named by its id. In it `bad*.sql` must be found by the rule and `good*.sql` must not: `bad.pg.sql` is PostgreSQL,
`.my.sql` MySQL, `.maria.sql` MariaDB, and `bad.sql` SQLite. `bad.pg.facts.json` beside a file holds what is known of the server, as
for `schemawarden check --facts`. Each rule has a bad and a good example for each dialect that it is for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from schemawarden.cli.check.examining import examine
from schemawarden.cli.check.facts import read_facts
from schemawarden.cli.check.model import ChangeSet, Question, Source
from schemawarden.errors import InputError
from schemawarden_policy.rule import Rule
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect

SUFFIXES = {
    ".pg": Dialect.POSTGRESQL,
    ".my": Dialect.MYSQL,
    ".maria": Dialect.MARIADB,
}
_MOST_BYTES = 1_048_576


class Row(NamedTuple):
    rule: str
    file: str
    dialect: str
    expected: str
    """found | nothing | an example | a rule"""
    found: str
    ok: bool


def results(settings: Settings, directory: Path) -> list[Row]:
    """What became of every example, rule by rule. Raises InputError EXAMPLES_UNREADABLE or EXAMPLE_INVALID."""
    try:
        folders = sorted(path.name for path in directory.iterdir() if path.is_dir())
    except OSError as error:
        message = f"The examples in {directory} can't be read: {error.strerror}."
        raise InputError(
            "EXAMPLES_UNREADABLE", message, "Name the directory that holds a folder for each rule."
        ) from None
    rules = {rule.id: rule for rule in settings.custom}
    rows = [row for rule in rules.values() for row in _of_rule(rule, directory / rule.id, settings)]
    strange = (name for name in folders if name not in rules)
    return rows + [Row(name, "", "", "a rule", "the policy has none of that name", False) for name in strange]


def _of_rule(rule: Rule, folder: Path, settings: Settings) -> Iterator[Row]:
    rows = [_tried(rule, path, settings) for path in sorted(folder.glob("*.sql")) if _stem(path)]
    yield from rows
    for dialect in sorted(rule.dialects):
        for stem in ("bad", "good"):
            if not any(row.dialect == dialect and row.file.startswith(stem) for row in rows):
                yield Row(
                    rule.id, "", dialect.value, "an example", f"no {stem}*{_suffix(dialect)}.sql", False
                )


def _tried(rule: Rule, path: Path, settings: Settings) -> Row:
    dialect = SUFFIXES.get(Path(path.stem).suffix, Dialect.SQLITE)
    facts = path.with_suffix(".facts.json")
    question = Question(
        dialect.value, facts=read_facts(str(facts)) if facts.exists() else {}, settings=settings
    )
    change_set = ChangeSet((Source(path.name, f"20250101000000_{path.name}", _content(path)),), "auto")
    lines = [f.line for each in examine(change_set, question) for f in each.findings if f.rule == rule.id]
    expected = "found" if _stem(path) == "bad" else "nothing"
    told = f"line {', '.join(map(str, lines))}" if lines else "nothing"
    if dialect not in rule.dialects:
        return Row(rule.id, path.name, dialect.value, expected, "the rule is not for this dialect", False)
    return Row(rule.id, path.name, dialect.value, expected, told, bool(lines) == (expected == "found"))


def _stem(path: Path) -> str:
    """ "bad" or "good"; empty for another file."""
    return next((stem for stem in ("bad", "good") if path.name.startswith(stem)), "")


def _suffix(dialect: Dialect) -> str:
    return next((suffix for suffix, each in SUFFIXES.items() if each is dialect), "")


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
        content.decode()
    except (OSError, UnicodeDecodeError):
        raise InputError(
            "EXAMPLE_INVALID", f"{path} can't be read as UTF-8 text.", "Mend the example."
        ) from None
    return content
