"""The Engine port: Atlas's own library behind one process per request (server/engine/README.md).

- The executable is an absolute path inside the installed package. Its SHA-256 is taken when the server starts and stands in
  every plan, so an approval is for this very engine; a file that changes while the server runs is refused.
- A deadline is kept from outside by killing the process group: evaluating HCL takes no context and can run for ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import anyio
from anyio import to_thread

import schemawarden
from schemawarden.adapters.engine.process import EngineDiedError, EngineGreedyError, EngineProcess
from schemawarden.errors import EngineError, UnavailableError
from schemawarden.ports import Engine, EngineIdentity
from schemawarden_policy.statement import Dialect

NAME = "schemawarden-engine"
_DEFAULT = Path(schemawarden.__file__).parent / "_engine" / NAME


class AtlasEngine:
    """Runs the engine that the package carries."""

    def __init__(self, executable: Path = _DEFAULT) -> None:
        self._executable = executable.resolve()
        self._stamp: tuple[int, ...] = ()
        self._sha256 = ""
        self._version = ""
        with suppress(UnavailableError):  # a missing one is told when it is needed
            self._checked_hash()

    async def identity(self) -> EngineIdentity:
        sha256 = await to_thread.run_sync(self._checked_hash)
        if not self._version:
            await self.call("hash", Dialect.SQLITE, {"migrations": []})
        return EngineIdentity(NAME, self._version, sha256)

    async def call(
        self,
        op: str,
        dialect: Dialect,
        request: Mapping[str, Any],
        *,
        on_event: Callable[[Mapping[str, Any]], None] | None = None,
        keep_open: int | None = None,
        seconds: float = 12.0,
    ) -> Mapping[str, Any]:
        await to_thread.run_sync(self._checked_hash)
        process = EngineProcess(self._executable, keep_open)
        body = {"op": op, "dialect": dialect.value, **request}
        try:
            with anyio.fail_after(seconds):
                answer = await to_thread.run_sync(
                    partial(process.converse, body, on_event or _ignore), abandon_on_cancel=True
                )
        except TimeoutError as error:
            raise UnavailableError(
                "ENGINE_TIMEOUT",
                f"The engine did not finish {op} within {seconds:g} s and was stopped.",
                "Look for expressions that never end in the files; nothing was changed.",
            ) from error
        except EngineGreedyError as error:
            raise UnavailableError(
                "ENGINE_MEMORY",
                f"The engine needed too much memory for {op} and was stopped.",
                "Look for statements that build huge values; bulk data does not belong in migrations.",
            ) from error
        except EngineDiedError as error:
            raise UnavailableError(
                "ENGINE_FAILED",
                f"The engine ended during {op} without an answer.",
                "Try again; if it stays so, report it with the files.",
            ) from error
        finally:
            process.kill()
        return self._result(answer)

    @asynccontextmanager
    async def analyzing(self) -> AsyncIterator[Engine]:
        yield self

    def _result(self, answer: Mapping[str, Any]) -> Mapping[str, Any]:
        engine = answer["engine"]
        self._version = f"{engine['version']} (Atlas {engine['atlas']}, SQLite {engine['sqlite']})"
        error = answer.get("error")
        if error is None:
            result: Mapping[str, Any] = answer["result"]
            return result
        raise EngineError(
            str(error["code"]).upper(),
            str(error["message"]),
            file=str(error.get("file", "")),
            statement=int(error.get("statement", -1)),
            position=int(error.get("position", -1)),
            text=str(error.get("text", "")),
        )

    def _checked_hash(self) -> str:
        """The executable's SHA-256; read again only when the file's status has changed."""
        try:
            status = self._executable.stat()
            stamp = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
            if stamp != self._stamp:
                sha256 = hashlib.sha256(self._executable.read_bytes()).hexdigest()
                self._refuse_altered(sha256)
                self._stamp, self._sha256 = stamp, sha256
        except FileNotFoundError as error:
            raise UnavailableError(
                "ENGINE_MISSING",
                "The engine's executable is not installed.",
                "Install the package anew; in a checkout, `./dev setup` builds it.",
            ) from error
        return self._sha256

    def _refuse_altered(self, sha256: str) -> None:
        if self._sha256 and sha256 != self._sha256:
            raise UnavailableError(
                "ENGINE_ALTERED",
                "The engine's executable is not the one with which this server started.",
                "Nothing was run. Restart the server if you upgraded it; otherwise find out who replaced the file.",
            )


def _ignore(event: Mapping[str, Any]) -> None:
    """Most operations have no events, and most callers want none."""
