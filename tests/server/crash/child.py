"""`python -m tests.server.crash.child`: does acts, each in a process forked for it alone.

One JSON line on stdin is one act: {"act": ..., "with": {...}}. One JSON line on stdout tells how its process ended:
{"signal": 9} or {"answer": {...}}. This process itself never starts a thread or an event loop, so forking it is safe, and
the acts need not wait for Python to start and import.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import Any

import anyio
import anyio._backends._asyncio  # else every forked process would import it anew

from tests.server.crash.acts import ACTS


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps(_in_a_process(order["act"], order["with"])), flush=True)


def _in_a_process(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        os._exit(_act(name, arguments, writing))
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return {"signal": os.WTERMSIG(status)}
    return {"answer": json.loads(answer or b"null")}


def _act(name: str, arguments: dict[str, Any], answer: int) -> int:
    """In the forked process. A limit on the size of files does not apply to the pipe, so an answer always gets out."""

    async def run() -> None:
        result = await ACTS[name](**arguments)
        os.write(answer, json.dumps(result).encode())

    try:
        anyio.run(run)
    except BaseException:  # noqa: BLE001 - whatever it is, the test must see it
        os.write(answer, json.dumps({"crash": traceback.format_exc()}).encode())
        return 1
    return 0


if __name__ == "__main__":
    main()
