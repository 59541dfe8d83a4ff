"""Work beside other work: results and errors come out where they are awaited, and nothing goes on afterwards."""

from __future__ import annotations

import anyio
import pytest

from schemawarden.beside import beside
from schemawarden.errors import InputError


class Worker:
    def __init__(self, error: Exception | None = None) -> None:
        self.told = anyio.Event()
        self.error = error
        self.state = "not begun"

    async def __call__(self) -> str:
        self.state = "begun"
        try:
            await self.told.wait()
            if self.error:
                raise self.error
        except anyio.get_cancelled_exc_class():
            self.state = "cancelled"
            raise
        return "done"


def refusal() -> InputError:
    return InputError("SOME_CODE", "A sentence.", "A step.")


async def test_both_go_on_at_the_same_time() -> None:
    worker = Worker()
    async with beside(worker) as result:
        await anyio.sleep(0)
        assert worker.state == "begun"
        worker.told.set()
        assert [await result(), await result()] == ["done", "done"]
    assert await result() == "done"


async def test_an_error_comes_out_as_itself_where_the_result_is_awaited() -> None:
    error = refusal()
    worker = Worker(error)
    worker.told.set()
    async with beside(worker) as result:
        await anyio.sleep(0)
        with pytest.raises(InputError) as caught:
            await result()
    assert caught.value is error


async def test_an_error_that_nobody_asks_for_is_nobodys() -> None:
    worker = Worker(refusal())
    worker.told.set()
    async with beside(worker):
        await anyio.sleep(0)


async def test_an_error_of_the_body_comes_out_as_itself_and_ends_the_work() -> None:
    worker, error = Worker(), refusal()

    async def fail() -> None:
        async with beside(worker):
            await anyio.sleep(0)
            raise error

    with pytest.raises(InputError) as caught:
        await fail()
    assert caught.value is error
    assert worker.state == "cancelled"


async def test_work_that_is_not_needed_ends_with_the_body() -> None:
    worker = Worker()
    async with beside(worker):
        await anyio.sleep(0)
    assert worker.state == "cancelled"


async def test_cancelling_ends_both() -> None:
    worker = Worker()
    with anyio.move_on_after(0.01) as scope:
        async with beside(worker) as result:
            await result()
    assert scope.cancelled_caught
    assert worker.state == "cancelled"
