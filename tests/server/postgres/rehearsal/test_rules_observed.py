"""Every claim of a lock, rewrite or scan that a rule makes, observed on both versions; and that the safe form is free of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

import pytest

from schemawarden.ports import FileToRun
from schemawarden_policy.check import check
from schemawarden_policy.facts import Facts, StatementRun
from schemawarden_policy.locking import STRENGTH, blocks
from schemawarden_policy.migration import Migration, MigrationFile, tx_mode
from schemawarden_policy.reading import read_file
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect
from schemawarden_policy.under_lock import relation_named, runs_with_locks, tables_told
from tests.postgres import Server
from tests.server.postgres.rehearsal.copies import rehearse_files
from tests.server.postgres.rehearsal.observed_rows import BEFORE, OBSERVED, SCHEMA, Observed
from tests.server.postgres.rehearsal.observed_table_rows import OBSERVED_TABLES

AT_ONCE = 4
ROWS = (*OBSERVED, *OBSERVED_TABLES)
_LOOKS_UP = "validating foreign key constraint "

Measured = dict[Observed, tuple[StatementRun, ...]]


@pytest.fixture(scope="module")
def measured(postgres: Server) -> Measured:
    """All rows at once: one rehearsal mostly waits."""
    return asyncio.run(_measure(postgres))


async def _measure(server: Server) -> Measured:
    room = asyncio.Semaphore(AT_ONCE)
    await server.new_role("app")

    async def run(row: Observed) -> tuple[StatementRun, ...]:
        async with room:
            return await rehearse_files(server, SCHEMA + row.setup, [_to_run(file) for file in _files(row)])

    return dict(zip(ROWS, await asyncio.gather(*map(run, ROWS)), strict=True))


def _files(row: Observed) -> tuple[MigrationFile, ...]:
    return tuple(
        read_file(f"{number}_x.sql", text, Dialect.POSTGRESQL) for number, text in enumerate(row.files, 1)
    )


def _to_run(file: MigrationFile) -> FileToRun:
    texts = tuple(statement.text for statement in file.statements)
    return FileToRun(file.name, texts, transaction=tx_mode(file) != "none")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.rule}: {row.files[-1][:60]}")
def test_the_server_does_it(postgres: Server, measured: Measured, row: Observed) -> None:
    if postgres.major in row.majors:
        assert _seen(measured[row]) == tuple(sorted(row.seen))


@pytest.mark.parametrize("major", [15, 18])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.rule}: {row.files[-1][:60]}")
def test_the_rule_tells_it(major: int, row: Observed) -> None:
    if major in row.majors:
        facts = Facts(before=BEFORE, server_version=f"{major}.0")
        found = check(Migration(Dialect.POSTGRESQL, _files(row), facts), Settings()).findings
        assert (row.rule in {f.rule for f in found if f.severity >= row.least}) == row.fires


def _seen(runs: Sequence[StatementRun]) -> tuple[str, ...]:
    """Without the schema; locks that stop nobody's work, but for one's own kind, are told too."""
    found: set[str] = set()
    strongest: dict[tuple[str, str], str] = {}
    for run, held in runs_with_locks(runs):
        found.update(_work(run, held))
        for name, mode in held.items():
            if blocks(mode):
                key = (run.file, name)
                strongest[key] = max(mode, strongest.get(key, mode), key=STRENGTH.index)
    found.update(f"{mode} on {name.removeprefix('public.')}" for (_, name), mode in strongest.items())
    return tuple(sorted(found))


def _work(run: StatementRun, held: dict[str, str]) -> Iterator[str]:
    for name, indexes in tables_told(run).items():
        table = relation_named(name, held)
        under = f"under {held.get(table, 'no lock')}"
        if table in run.rewrites:
            yield f"rewrites {name} {under}"
        elif f'verifying table "{name}"' in run.notes:
            yield f"reads {name} {under}"
        yield from (f"builds {index} {under}" for index in indexes if table not in run.rewrites)
    for note in run.notes:
        if note.startswith(_LOOKS_UP):
            strongest = max(held.values(), key=STRENGTH.index, default="no lock")
            yield f"looks up {note.removeprefix(_LOOKS_UP).strip(chr(34))} under {strongest}"
    if run.sqlstate:
        yield f"error {run.sqlstate}"
