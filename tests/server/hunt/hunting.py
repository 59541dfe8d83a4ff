"""Judging a case: what the policy says of it before, and what is lost when it is run.

`quick` runs in this process: the sandbox's own class, and Python's SQLite for the apply. What it finds is then held against the
whole product by `thorough`: dry run, token, engine.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from schemawarden.adapters.sqlite import catalogue
from schemawarden.adapters.sqlite.sandbox import Sandbox
from schemawarden.flows.apply import apply_plan
from schemawarden_policy.check import Report, check
from schemawarden_policy.facts import Effect, Facts, StatementRun
from schemawarden_policy.migration import Migration, MigrationFile
from schemawarden_policy.reading import read_file
from schemawarden_policy.rule import Severity
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect
from schemawarden_policy.verdict import Verdict
from tests.server.hunt import world
from tests.site import QUIET, Site, make_site

_HOUSEKEEPING = "non-linear-history"
"""atlas.sum is not sealed again for every case."""


@dataclass(frozen=True, slots=True)
class Judged:
    findings: tuple[tuple[str, str, str], ...]
    """(severity, rule, message)"""
    silent: bool
    """No error, nothing forbidden, risk routine: whoever approves it has been told of no loss."""
    applied: bool = False
    lost: tuple[world.Loss, ...] = ()

    @property
    def broken_promise(self) -> bool:
        return self.silent and bool(self.lost)


@dataclass(slots=True)
class Quick:
    """A populated database in memory to start each case from."""

    image: bytes = b""
    ddl: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)

    @classmethod
    def make(cls, folder: Path) -> Quick:
        path = folder / "quick.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(world.SCHEMA)
        world.populate(str(path))
        with closing(sqlite3.connect(path)) as connection:
            found = catalogue.entries(connection)
            ddl, _ = catalogue.statements(found)
            facts = Facts(before=catalogue.schema(connection, found))
            return cls(connection.serialize(), ddl, facts)

    def judge(self, texts: Sequence[str], meant: Mapping[str, Sequence[str]]) -> Judged:
        files = tuple(
            read_file(f"2026010100{number:04d}_x.sql", text, Dialect.SQLITE)
            for number, text in enumerate(texts, 2)
        )
        report = check(Migration(Dialect.SQLITE, files, self.facts), Settings())
        if report.verdict is not Verdict.DENY:
            facts = Facts(before=self.facts.before, runs=self.rehearse(files))
            report = check(Migration(Dialect.SQLITE, files, facts), Settings())
        silent = _silent(report)
        if not silent:
            return Judged(_findings(report), silent=False)
        applied, lost = self.apply(files, meant)
        return Judged(_findings(report), True, applied, lost)

    def run(
        self, texts: Sequence[str], meant: Mapping[str, Sequence[str]]
    ) -> tuple[bool, tuple[world.Loss, ...]]:
        """What a migration loses, whatever the policy says of it."""
        return self.apply(
            [read_file(f"{n}.sql", text, Dialect.SQLITE) for n, text in enumerate(texts)], meant
        )

    def rehearse(self, files: Sequence[MigrationFile]) -> tuple[StatementRun, ...]:
        sandbox = Sandbox(10)
        broken = sandbox.prepare([*self.ddl])
        assert not broken, broken
        runs = []
        for file in files:
            for number, statement in enumerate(file.statements):
                answer = sandbox.run(statement.text, first=number == 0)
                effects = tuple(Effect(*each) for each in answer["effects"])
                runs.append(StatementRun(file.name, number, effects, answer["error"], answer["refused"]))
                if answer["error"] or answer["refused"]:
                    return tuple(runs)
        return tuple(runs)

    def apply(
        self, files: Sequence[MigrationFile], meant: Mapping[str, Sequence[str]]
    ) -> tuple[bool, tuple[world.Loss, ...]]:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            connection.deserialize(self.image)
            applied = all(_run(connection, file) for file in files)
            return applied, tuple(world.losses(connection, meant))


def _run(connection: sqlite3.Connection, file: MigrationFile) -> bool:
    plain = any(directive.name == "txmode" and directive.args == "none" for directive in file.directives)
    try:
        connection.execute("PRAGMA foreign_keys = off" if plain else "BEGIN IMMEDIATE")
        for statement in file.statements:
            connection.execute(statement.text).fetchall()
        if not plain:
            connection.execute("COMMIT")
    except sqlite3.Error:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        return False
    return True


@dataclass(slots=True)
class Thorough:
    """A whole installation whose target is put back before each case."""

    site: Site
    image: bytes

    @classmethod
    async def make(cls, folder: Path) -> Thorough:
        site = make_site(folder / "site")
        site.migrate(world.SCHEMA)
        plan_id = await site.planned()
        await apply_plan(site.context(), plan_id, await site.token(plan_id), QUIET)
        world.populate(str(site.database))
        return cls(site, site.database.read_bytes())

    async def judge(self, texts: Sequence[str], meant: Mapping[str, Sequence[str]]) -> Judged:
        for path in sorted(self.site.migrations.glob("*.sql"))[1:]:
            path.unlink()
        self.site.database.write_bytes(self.image)
        self.site.migrate(*texts)
        proposal = await self.site.propose()
        report = proposal.examination.report
        if proposal.plan is None or not _silent(report):
            return Judged(_findings(report), silent=False)
        assert proposal.plan.risk == "routine"
        token = await self.site.token(proposal.plan.id)
        result = await apply_plan(self.site.context(), proposal.plan.id, token, QUIET)
        with closing(sqlite3.connect(self.site.database)) as connection:
            lost = tuple(world.losses(connection, meant))
        return Judged(_findings(report), True, result.state.value == "applied", lost)


def _silent(report: Report) -> bool:
    worst = max((f.severity for f in report.findings if f.rule != _HOUSEKEEPING), default=Severity.NOTICE)
    return worst < Severity.ERROR and not report.destructive and report.verdict is not Verdict.DENY


def _findings(report: Report) -> tuple[tuple[str, str, str], ...]:
    return tuple((f.severity.word, f.rule, f.message) for f in report.findings if f.rule != _HOUSEKEEPING)
