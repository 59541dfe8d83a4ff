"""Judging a case: what the policy says of it before, and what is lost when it is really run.

The text is checked and rehearsed on an empty copy of the world, with the product's own rehearsal; what is silent is run on a
full copy, and the two moments are compared.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import asyncpg

from schemawarden.adapters.postgres.dev.wanted import DevDatabase
from schemawarden.adapters.postgres.reading import Scope
from schemawarden.adapters.postgres.rehearsal import PostgresRehearsal
from schemawarden.ports import FileToRun
from schemawarden_policy.check import Report, check
from schemawarden_policy.facts import Facts as PolicyFacts
from schemawarden_policy.migration import Migration, MigrationFile, tx_mode
from schemawarden_policy.reading import read_file
from schemawarden_policy.rule import Severity
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect
from schemawarden_policy.verdict import Verdict
from tests.postgres import Database, Server
from tests.postgres_site import OWNER, make_postgres_site
from tests.server.postgres.hunt import world
from tests.server.postgres.hunt.keeping import Connection, Facts, Loss, facts_of, losses

_HOUSEKEEPING = "non-linear-history"
"""atlas.sum is not sealed again for every case."""
_NUMBERS = itertools.count()
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Judged:
    findings: tuple[tuple[str, str, str], ...]
    """(severity, rule, message)"""
    silent: bool
    """No error, nothing forbidden, risk routine: whoever approves it has been told of no loss."""
    applied: bool = False
    lost: tuple[Loss, ...] = ()
    """But for what a warning names."""

    @property
    def broken_promise(self) -> bool:
        return self.silent and bool(self.lost)


@dataclass(slots=True)
class Quick:
    """Two templates on one server: the world without rows, where cases are rehearsed, and with them, where they run."""

    server: Server
    empty: str
    full: str
    schemas: tuple[str, ...]
    before: PolicyFacts
    facts: Facts = field(default_factory=dict)

    @classmethod
    async def make(cls, server: Server, folder: Path, schemas: tuple[str, ...]) -> Quick:
        for role in (OWNER, "reader", "writer"):
            await server.new_role(role)
        empty = await server.new_database(owner=OWNER)
        site = await make_postgres_site(folder, server, schemas=schemas)
        for database in (empty, site.there):
            await _run_as(database, world.SCHEMA)
        async with site.opened() as ctx:
            live = await ctx.target.read()
        await _run_as(site.there, world.ROWS)
        quick = cls(server, empty.name, site.there.name, schemas, PolicyFacts(before=live.schema))
        async with looking(site.there) as connection:
            quick.facts = await facts_of(connection)
        return quick

    async def judge(
        self, texts: Sequence[str], meant: Mapping[str, Sequence[str]] = MappingProxyType({})
    ) -> Judged:
        files = parsed(texts)
        settings = Settings(schemas=self.schemas)
        report = check(Migration(Dialect.POSTGRESQL, files, self.before), settings)
        if report.verdict is not Verdict.DENY:
            async with self.copied(self.empty) as copy:
                database = DevDatabase(copy.name, copy.url, copy.connect, copy.superuser)
                runs = await PostgresRehearsal(Scope(self.schemas)).run(database, to_run(files))
            report = check(Migration(Dialect.POSTGRESQL, files, replace(self.before, runs=runs)), settings)
        if not silent(report):
            return Judged(findings(report), silent=False)
        applied, lost = await self.run(texts, meant)
        return Judged(findings(report), True, applied, untold(report, lost))

    async def run(
        self, texts: Sequence[str], meant: Mapping[str, Sequence[str]] = MappingProxyType({})
    ) -> tuple[bool, tuple[Loss, ...]]:
        """What a migration loses, whatever the policy says of it."""
        async with self.copied(self.full) as copy:
            async with looking(copy) as connection:
                spared = await _spared(connection, meant)
            applied = await _applied(copy, parsed(texts), self.schemas)
            async with looking(copy) as connection:
                return applied, tuple(losses(self.facts, await facts_of(connection), spared))

    @asynccontextmanager
    async def copied(self, template: str) -> AsyncIterator[Database]:
        name = f"hunt_{next(_NUMBERS)}"
        await self.server.execute(
            f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template} STRATEGY WAL_LOG"
        )
        try:
            yield Database(
                name,
                self.server.url(OWNER, name),
                self.server.login(OWNER, name),
                self.server.login(self.server.superuser_name, name),
            )
        finally:
            await self.server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def parsed(texts: Sequence[str]) -> tuple[MigrationFile, ...]:
    return tuple(
        read_file(f"2026010100{number:04d}_x.sql", text, Dialect.POSTGRESQL)
        for number, text in enumerate(texts, 2)
    )


def to_run(files: Sequence[MigrationFile]) -> list[FileToRun]:
    return [
        FileToRun(file.name, tuple(s.text for s in file.statements), transaction=tx_mode(file) != "none")
        for file in files
    ]


def silent(report: Report) -> bool:
    worst = max((f.severity for f in report.findings if f.rule != _HOUSEKEEPING), default=Severity.NOTICE)
    return worst < Severity.ERROR and not report.destructive and report.verdict is not Verdict.DENY


def findings(report: Report) -> tuple[tuple[str, str, str], ...]:
    return tuple((f.severity.word, f.rule, f.message) for f in report.findings if f.rule != _HOUSEKEEPING)


def untold(report: Report, lost: Sequence[Loss]) -> tuple[Loss, ...]:
    """Without what a finding names: a NOT NULL or default that goes is a notice, and told."""
    texts = (" ".join((f.message, *f.objects)) for f in report.findings)
    told = {word for text in texts for word in _WORD.findall(text)}
    return tuple(loss for loss in lost if told.isdisjoint(loss.words))


@asynccontextmanager
async def looking(database: Database) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(**database.superuser, server_settings={"search_path": "pg_catalog"})
    try:
        yield connection
    finally:
        await connection.close()


async def _run_as(database: Database, text: str) -> None:
    connection = await asyncpg.connect(**database.connect)
    try:
        await connection.execute(text)
    finally:
        await connection.close()


async def _spared(connection: Connection, meant: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """The rows that predicates name, in the words of `facts_of`."""
    found: list[tuple[str, str]] = []
    for table, where in ((table, where) for table, of in meant.items() for where in of):
        rows = await connection.fetch(f"SELECT ({world.KEYS[table]})::text FROM {table} WHERE {where}")
        found += [("row", f"{table}[{row[0]}]") for row in rows]
    return found


async def _applied(database: Database, files: Sequence[MigrationFile], schemas: tuple[str, ...]) -> bool:
    """As the engine does: one session, a transaction for each file that wants one."""
    settings = {"search_path": schemas[0]} if len(schemas) == 1 else {}
    connection = await asyncpg.connect(**database.connect, server_settings=settings)
    try:
        for file in to_run(files):
            if file.transaction:
                async with connection.transaction():
                    for text in file.statements:
                        await connection.execute(text)
            else:
                for text in file.statements:
                    await connection.execute(text)
    except asyncpg.PostgresError:
        return False
    finally:
        await connection.close()
    return True
