"""The Engine port for one PostgreSQL target: the same engine, given the scope and the disposable databases that it needs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from schemawarden.adapters.postgres.connection import APPLY_LOCK_TIMEOUT_MS
from schemawarden.adapters.postgres.disposable import Disposable, Scratches
from schemawarden.ports import Engine, EngineIdentity
from schemawarden_policy.statement import Dialect

"""Whoever waits for a lock on a table makes everybody after it wait too; five seconds of that can be borne."""
_STATEMENT_TIMEOUT_MS = 3_600_000
"""As long as an apply as a whole may take."""


class PostgresEngine:
    """Every call is about the target's schemas; statements of files run in databases that go with the call."""

    def __init__(
        self,
        engine: Engine,
        schemas: tuple[str, ...],
        disposable: Disposable,
        scratches: Scratches | None = None,
    ) -> None:
        self._engine = engine
        self._schemas = schemas
        self._disposable = disposable
        self._scratches = scratches or disposable

    async def identity(self) -> EngineIdentity:
        return await self._engine.identity()

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
        async with self._scratches.databases(_number(op, request)) as databases:
            body = {**request, "dev_urls": [database.url for database in databases]}
            if self._schemas:
                body["schemas"] = list(self._schemas)
            if op == "apply":
                body["lock_timeout_ms"] = APPLY_LOCK_TIMEOUT_MS
                body["statement_timeout_ms"] = _STATEMENT_TIMEOUT_MS
            return await self._engine.call(
                op, dialect, body, on_event=on_event, keep_open=keep_open, seconds=seconds
            )

    @asynccontextmanager
    async def analyzing(self) -> AsyncIterator[Engine]:
        async with self._disposable.ahead() as scratches:
            yield PostgresEngine(self._engine, self._schemas, self._disposable, scratches)


def _number(op: str, request: Mapping[str, Any]) -> int:
    """How many disposable databases the operation uses up (server/engine/README.md)."""
    if op == "diff":
        return max(1, sum("url" not in request[side] for side in ("from", "to")))
    return {"load": 1, "analyze": 1, "plan": 2}.get(op, 0)
