"""One change set under the policy. A function of its arguments: the cache keeps what it returns."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from schemawarden.cli.check.model import ChangeSet, Checked, Found, Question, Source
from schemawarden.cli.check.sections import read
from schemawarden_policy.allow import normal_form, waivers
from schemawarden_policy.check import check
from schemawarden_policy.facts import Facts, History, Schema, Table
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.rule import Finding, Severity
from schemawarden_policy.settings import Limits, Mode, Settings
from schemawarden_policy.statement import Dialect
from schemawarden_policy.verdict import decide

MODE = Mode.WARNING_SENSITIVE
_NO_LIMIT = 1_000_000_000
_FILE_NAME = "file-name"


def examine(change_set: ChangeSet, question: Question) -> list[Checked]:
    """What the policy finds, file by file."""
    dialect = Dialect(question.dialect)
    files = tuple(_read(source, dialect, change_set.runner) for source in change_set.files)
    migration = Migration(dialect, files, _facts(change_set, question, dialect))
    report = check(migration, _settings(change_set, question.settings))
    found: dict[str, list[Finding]] = {file.name: [] for file in files}
    for finding in report.findings:
        found.get(finding.place.file, found[files[0].name]).append(finding)
    return [
        _checked(source.path, file, found[file.name])
        for source, file in zip(change_set.files, files, strict=True)
    ]


def verdict_of(severities: list[str]) -> str:
    highest = max((Severity[word.upper()] for word in severities), default=None)
    return decide(highest, MODE, disposable=False, eyes_closed=False).value


def _read(source: Source, dialect: Dialect, runner: str) -> MigrationFile:
    return read(source.name, source.content.decode(), dialect, runner)


def _settings(change_set: ChangeSet, given: Settings | None) -> Settings:
    """A whole history is no plan: the limits of one don't hold for a directory. Names are Atlas's only where Atlas runs them."""
    settings = replace(given or Settings(), mode=MODE, disposable=False)
    if change_set.directory:
        settings = replace(settings, limits=Limits(_NO_LIMIT, _NO_LIMIT, _NO_LIMIT))
    if _FILE_NAME in settings.severities or (change_set.directory and change_set.runner in ("auto", "atlas")):
        return settings
    return replace(settings, severities={**settings.severities, _FILE_NAME: "off"})


def _facts(change_set: ChangeSet, question: Question, dialect: Dialect) -> Facts:
    given = question.facts
    return Facts(
        before=_schema(given["tables"]) if "tables" in given else None,
        history=History(waivers=_waivers(change_set.history, dialect)),
        server_version=question.server_version or given.get("server_version", ""),
        time_zone=given.get("time_zone", ""),
        lock_timeout=given.get("lock_timeout", ""),
    )


def _schema(tables: list[dict[str, Any]]) -> Schema:
    return Schema(tuple(Table(columns=(), **table) for table in tables))


def _waivers(history: tuple[Source, ...], dialect: Dialect) -> frozenset[str]:
    """Those that stand in files which were there before: whoever let them in knows them."""
    texts = (source.content.decode() for source in history)
    return frozenset(normal_form(waiver) for text in texts for waiver in waivers(text, dialect))


def _checked(path: str, file: MigrationFile, findings: list[Finding]) -> Checked:
    statements = len(file.statements)
    covered = sum(not statement.opaque_reason for statement in file.statements)
    rows = [_found(finding, file) for finding in findings]
    return Checked(path, verdict_of([row.severity for row in rows]), statements, covered, rows)


def _found(finding: Finding, file: MigrationFile) -> Found:
    place = finding.place
    return Found(
        rule=finding.rule,
        severity=finding.severity.word,
        line=place.line,
        column=place.column,
        end_line=finding.end_line,
        end_column=finding.end_column,
        message=finding.message,
        suggestion=finding.suggestion,
        aliases=list(finding.aliases),
        fingerprint=_fingerprint(finding, file),
    )


def _fingerprint(finding: Finding, file: MigrationFile) -> str:
    """Of the rule and the statement's words; of the whole file where the finding is about no single statement."""
    at = finding.place.statement
    text = file.statements[at].text if 0 <= at < len(file.statements) else file.text
    content = "\0".join([finding.rule, " ".join(text.split())])
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]
