"""One engine process: spawned, talked to, killed.

- The request goes to its stdin, the answer comes from a descriptor of its own (3); argv and environment carry nothing.
- It is the leader of its own session; killing is by process group.
- A descriptor passed as 4 stays open as long as the process lives, whatever becomes of us: so a lock on it tells the
  next server whether an orphaned engine is still at work.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_ANSWER, _LOCK = 3, 4
_ABOVE_RESERVED = 10
_MAX_ANSWER = 256 * 1024 * 1024


class EngineDiedError(Exception):
    """The process ended without an answer."""


class EngineProcess:
    """A running engine. Use `converse` once, in a worker thread; `kill` from anywhere."""

    def __init__(self, executable: Path, keep_open: int | None) -> None:
        answer_read, answer_write = os.pipe()
        stdin_read, stdin_write = os.pipe()
        self._answer = answer_read
        self._stdin = stdin_write
        self._directory = tempfile.TemporaryDirectory(
            prefix="schemawarden-engine-", ignore_cleanup_errors=True
        )
        self._ended = threading.Event()
        try:
            self._pid = _spawn(executable, stdin_read, answer_write, keep_open, self._directory.name)
        except BaseException:
            os.close(answer_read)
            os.close(stdin_write)
            self._directory.cleanup()
            raise
        finally:
            os.close(answer_write)
            os.close(stdin_read)

    def converse(
        self, request: Mapping[str, Any], on_event: Callable[[Mapping[str, Any]], None]
    ) -> Mapping[str, Any]:
        """Send the request, pass on events, return the final line. Raises EngineDiedError. Reaps the process."""
        writer = threading.Thread(target=self._send, args=(json.dumps(request).encode(),), daemon=True)
        writer.start()
        try:
            return self._receive(on_event)
        finally:
            self.kill()
            writer.join()
            os.waitpid(self._pid, 0)
            self._directory.cleanup()

    def kill(self) -> None:
        """End the process and all its children. Harmless when it has ended."""
        if not self._ended.is_set():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._pid, signal.SIGKILL)

    def _send(self, content: bytes) -> None:
        with contextlib.suppress(BrokenPipeError), os.fdopen(self._stdin, "wb") as stdin:
            stdin.write(content)

    def _receive(self, on_event: Callable[[Mapping[str, Any]], None]) -> Mapping[str, Any]:
        with os.fdopen(self._answer, "rb") as answer:
            size = 0
            for line in answer:
                size += len(line)
                if size > _MAX_ANSWER:
                    break
                message: dict[str, Any] = json.loads(line)
                if "event" not in message:
                    os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOWAIT)
                    self._ended.set()
                    return message
                on_event(message["event"])
        raise EngineDiedError


def _spawn(executable: Path, stdin: int, answer: int, keep_open: int | None, directory: str) -> int:
    high = [_high(stdin), _high(answer)]
    actions: list[tuple[Any, ...]] = [
        (os.POSIX_SPAWN_DUP2, high[0], 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_DUP2, high[1], _ANSWER),
    ]
    if keep_open is not None:
        high.append(_high(keep_open))
        actions.append((os.POSIX_SPAWN_DUP2, high[2], _LOCK))
    try:
        return os.posix_spawn(
            executable,
            [executable.name],
            {"TMPDIR": directory, "HOME": directory},
            file_actions=actions,
            setsid=True,
        )
    finally:
        for descriptor in high:
            os.close(descriptor)


def _high(descriptor: int) -> int:
    """A close-on-exec duplicate above the numbers that the child uses."""
    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _ABOVE_RESERVED)
