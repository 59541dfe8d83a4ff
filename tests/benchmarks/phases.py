"""Where the time of one lint goes. The flow runs in this process, on ports that keep the time."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from typing import Any, TypeVar
from unittest.mock import patch

from schemawarden.flows import examine
from schemawarden.flows.context import Context
from schemawarden.flows.lint import lint
from schemawarden.ports import Engine, EngineIdentity, LiveState, Snapshot, SourceFile, Target, Workspace
from schemawarden_policy.statement import Dialect
from tests.benchmarks.figures import Phase

T = TypeVar("T")


class Stopwatch:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.times: dict[str, int] = defaultdict(int)
        self.sent: dict[str, int] = defaultdict(int)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        begin = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += time.perf_counter() - begin
            self.times[name] += 1

    def around(self, name: str, work: Callable[..., T]) -> Callable[..., T]:
        def timed(*args: Any, **kwargs: Any) -> T:
            with self.phase(name):
                return work(*args, **kwargs)

        return timed

    def phases(self, whole: float) -> list[Phase]:
        """The longest first; what was not in any phase is `the rest`."""
        found = [Phase(name, s, self.times[name], self.sent[name]) for name, s in self.seconds.items()]
        rest = Phase("the rest", whole - sum(phase.seconds for phase in found), 1)
        return sorted([*found, rest], key=lambda phase: -phase.seconds)


class TimedEngine:
    def __init__(self, engine: Engine, watch: Stopwatch) -> None:
        self._engine, self._watch = engine, watch

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
        self._watch.sent[f"engine {op}"] += len(json.dumps(request))
        with self._watch.phase(f"engine {op}"):
            return await self._engine.call(
                op, dialect, request, on_event=on_event, keep_open=keep_open, seconds=seconds
            )

    @asynccontextmanager
    async def analyzing(self) -> AsyncIterator[Engine]:
        async with self._engine.analyzing() as engine:
            yield TimedEngine(engine, self._watch)


class TimedTarget:
    def __init__(self, target: Target, watch: Stopwatch) -> None:
        self._target, self._watch = target, watch

    async def at_rest(self, run_id: str = "") -> None:
        await self._target.at_rest(run_id)

    async def read(self, *, counted: bool = False) -> LiveState:
        with self._watch.phase("live read"):
            return await self._target.read(counted=counted)

    def replica(self) -> Any:
        return self._target.replica()


class TimedWorkspace:
    def __init__(self, workspace: Workspace, watch: Stopwatch) -> None:
        self._workspace, self._watch = workspace, watch

    async def snapshot(self) -> Snapshot:
        with self._watch.phase("snapshot"):
            return await self._workspace.snapshot()

    async def write_migrations(self, files: Sequence[SourceFile], sum_file: bytes, expected: str) -> None:
        await self._workspace.write_migrations(files, sum_file, expected)


async def of_a_lint(ctx: Context, runs: int) -> tuple[float, list[Phase]]:
    """Seconds of the run in the middle, and its phases."""
    await lint(ctx)
    seen = sorted([await _lint(ctx) for _ in range(runs)], key=lambda pair: pair[0])
    return seen[len(seen) // 2]


async def _lint(ctx: Context) -> tuple[float, list[Phase]]:
    watch = Stopwatch()
    watched = replace(
        ctx,
        engine=TimedEngine(ctx.engine, watch),
        target=TimedTarget(ctx.target, watch),
        workspace=TimedWorkspace(ctx.workspace, watch),
    )
    names = {"_parse": "parse", "check": "check", "schema_of": "schema from the engine's answer"}
    begin = time.perf_counter()
    with _patched(watch, names):
        await lint(watched)
    whole = time.perf_counter() - begin
    return whole, watch.phases(whole)


@contextmanager
def _patched(watch: Stopwatch, names: Mapping[str, str]) -> Iterator[None]:
    """Keep the time of functions that the flow calls by these names."""
    with ExitStack() as stack:
        for name, phase in names.items():
            stack.enter_context(patch.object(examine, name, watch.around(phase, getattr(examine, name))))
        yield
