"""Runs statements in the sandbox process and gathers what it saw.

- The sandbox has its own session, an empty environment and a private directory. It gets texts, never a path of a target.
- It limits its own time; if it does not keep to that, its process group is killed from outside.
- Nothing is left on any way out: no process, no directory, no descriptor.
- What it says is checked like anything that comes from where hostile SQL ran.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import Any

import anyio
from anyio.abc import Process

from schemawarden.adapters.sqlite import sandbox
from schemawarden.errors import EngineError, UnavailableError
from schemawarden.ports import Progress
from schemawarden_policy.facts import Effect, StatementRun

_PROGRAM = Path(sandbox.__file__)
_MARGIN_SECONDS = 3.0
"""For the start of the process and for one step of SQLite that does not ask for the time."""
_MAX_ANSWER_BYTES = 64 * 1024 * 1024

Statement = tuple[str, int, str]


class SqliteRehearsal:
    """Rehearses with the SQLite that Python carries, which may differ from the engine's.

    Args:
        seconds: for all statements of one rehearsal together.
    """

    server_version = sqlite3.sqlite_version

    def __init__(self, seconds: float = 10.0) -> None:
        self._seconds = seconds

    async def run(
        self, ddl: Sequence[str], statements: Sequence[Statement], progress: Progress | None = None
    ) -> tuple[StatementRun, ...]:
        if not statements:
            return ()
        request = {
            "ddl": list(ddl),
            "statements": [(file, text) for file, _, text in statements],
            "seconds": self._seconds,
        }
        runs: list[StatementRun] = []
        with anyio.move_on_after(self._seconds + _MARGIN_SECONDS) as scope:
            async with _sandbox() as process:
                await _send(process, json.dumps(request).encode())
                async with aclosing(_lines(process)) as lines:
                    _check_ready(await anext(lines, b""))
                    async for line in lines:
                        runs.append(_run_of(line, statements[len(runs)]))
                        await _report(progress, len(runs), len(statements), scope)
                        if _is_over(runs, statements):
                            break
        return _completed(runs, statements, timed_out=scope.cancelled_caught)


def _is_over(runs: Sequence[StatementRun], statements: Sequence[Statement]) -> bool:
    return len(runs) == len(statements) or bool(runs and (runs[-1].error or runs[-1].refused))


def _completed(
    runs: Sequence[StatementRun], statements: Sequence[Statement], *, timed_out: bool
) -> tuple[StatementRun, ...]:
    """Blame the first statement that was not reported, unless one failed or all were."""
    if _is_over(runs, statements):
        return tuple(runs)
    file, number, _ = statements[len(runs)]
    reason = (
        "TIMEOUT: the rehearsal had to be stopped while this statement ran."
        if timed_out
        else "SANDBOX_DIED: the rehearsal's process ended while this statement ran."
    )
    return (*runs, StatementRun(file, number, error=reason))


@asynccontextmanager
async def _sandbox() -> AsyncIterator[Process]:
    command = [sys.executable, "-I", "-S", str(_PROGRAM)]
    with tempfile.TemporaryDirectory(prefix="schemawarden-sandbox-") as directory:
        with anyio.CancelScope(shield=True):  # a cancelled start would leave a process that nobody knows
            process = await anyio.open_process(
                command,
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                cwd=directory,
                env={},
                start_new_session=True,
            )
        try:
            yield process
        finally:
            with anyio.CancelScope(shield=True):
                _kill(process)
                await process.aclose()


def _kill(process: Process) -> None:
    """The whole group, unless it has ended: then its number may be another's by now."""
    if process.returncode is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


async def _send(process: Process, request: bytes) -> None:
    """The sandbox reads everything before it answers; if it died, its silence tells."""
    assert process.stdin is not None
    with suppress(anyio.BrokenResourceError, BrokenPipeError, ConnectionResetError):
        await process.stdin.send(request)
        await process.stdin.aclose()


async def _lines(process: Process) -> AsyncGenerator[bytes, None]:
    assert process.stdout is not None
    rest, total = b"", 0
    async for chunk in process.stdout:
        total += len(chunk)
        if total > _MAX_ANSWER_BYTES:
            return
        *complete, rest = (rest + chunk).split(b"\n")
        for line in complete:
            yield line


def _check_ready(line: bytes) -> None:
    answer = _parsed(line)
    if "broken" in answer:
        raise EngineError(
            "REHEARSAL_SCHEMA_FAILED",
            f"The target's schema could not be made on a disposable database: {answer['broken']}.",
            "Look at the objects that the result names as gaps.",
        )
    if answer.get("ready") is not True:
        raise UnavailableError(
            "REHEARSAL_UNAVAILABLE",
            "The rehearsal's process ended before it could start.",
            "Run `schemawarden doctor`; the server's Python may lack memory or its sqlite3 module.",
        )


def _run_of(line: bytes, statement: Statement) -> StatementRun:
    file, number, _ = statement
    answer = _parsed(line)
    try:
        effects = tuple(Effect(str(verb), str(kind), str(name)) for verb, kind, name in answer["effects"])
        return StatementRun(
            file, number, effects, str(answer["error"]), str(answer["refused"]), float(answer["seconds"])
        )
    except (KeyError, TypeError, ValueError):
        return StatementRun(file, number, error="SANDBOX_DIED: the rehearsal's process spoke nonsense.")


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(line)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


async def _report(progress: Progress | None, done: int, total: int, scope: anyio.CancelScope) -> None:
    """Tell the observer; its time is not the sandbox's."""
    if progress is not None:
        before = anyio.current_time()
        await progress.reached("rehearsal.statement", done, total)
        scope.deadline += anyio.current_time() - before
