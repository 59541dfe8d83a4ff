"""Work that is done beside other work of the same task, with errors that come out as themselves and not in a group."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import anyio

T = TypeVar("T")


@asynccontextmanager
async def beside(work: Callable[[], Awaitable[T]]) -> AsyncIterator[Callable[[], Awaitable[T]]]:
    """Do `work` while the body runs. The body awaits the result where it needs it, and gets the error there if there is one.

    What is still under way when the body ends is cancelled; the context ends after it.
    """
    done = anyio.Event()
    values: list[T] = []
    errors: list[Exception] = []

    async def run() -> None:
        try:
            values.append(await work())
        except Exception as error:  # noqa: BLE001 - raised where the result is awaited
            errors.append(error)
        done.set()

    async def result() -> T:
        await done.wait()
        if errors:
            raise errors[0]
        return values[0]

    failed: Exception | None = None
    async with anyio.create_task_group() as group:
        group.start_soon(run)
        try:
            yield result
        except Exception as error:  # noqa: BLE001 - raised below, outside of the group
            failed = error
        group.cancel_scope.cancel()
    if failed is not None:
        raise failed
