"""One engine process: spawned, talked to, killed.

- The request goes to its stdin, the answer comes from a descriptor of its own (3). argv carries nothing, the environment
  only where temporary files belong; SQLite removes those as soon as it has opened them.
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
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_ANSWER, _LOCK = 3, 4
_ABOVE_RESERVED = 10
_MAX_ANSWER = 256 * 1024 * 1024
_MOST_MEMORY = 768 * 1024 * 1024
"""Bytes that an engine may hold to answer a question. SQLite's own limit has no effect in the engine's build of it."""
_WATCH_SECONDS = 0.05


class EngineDiedError(Exception):
    """The process ended without an answer."""


class EngineGreedyError(Exception):
    """The process needed more memory than a question is worth."""


class EngineProcess:
    """An engine for one request. Use `converse` once, in a worker thread; `kill` from anywhere, before it as well.

    The process is started by `converse` and not before: whoever waits for the thread may be cancelled before it runs, and
    then there must be nothing that only the thread would clear away.
    """

    def __init__(self, executable: Path, keep_open: int | None) -> None:
        self._executable = executable
        self._keep_open = keep_open
        self._guard = threading.Lock()
        self._killed = False
        self._greedy = False
        self._pid = 0
        """0 when there is no process: none yet, or none any more."""

    def converse(
        self, request: Mapping[str, Any], on_event: Callable[[Mapping[str, Any]], None]
    ) -> Mapping[str, Any]:
        """Start the process, send the request, pass on events, return the final line; the process is gone by then.

        Raises EngineDiedError and EngineGreedyError. An engine that holds a lock is at work on a real database: its memory is
        not watched, since killing it there would do more harm.
        """
        stdin, answer = self._start()
        writer = threading.Thread(target=_send, args=(stdin, json.dumps(request).encode()), daemon=True)
        writer.start()
        if self._keep_open is None:
            threading.Thread(target=self._watch, daemon=True).start()
        try:
            return self._receive(answer, on_event)
        except EngineDiedError:
            if self._greedy:
                raise EngineGreedyError from None
            raise
        finally:
            self.kill()
            writer.join()
            self._reap()

    def kill(self) -> None:
        """End the process and all its children, or keep it from being started. Harmless when it has ended."""
        with self._guard:
            self._killed = True
            if self._pid:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._pid, signal.SIGKILL)

    def _start(self) -> tuple[int, int]:
        """Our ends of its stdin and of its answer."""
        answer_read, answer_write = os.pipe()
        stdin_read, stdin_write = os.pipe()
        try:
            with self._guard:
                if self._killed:  # the descriptor to keep open may be another's by now
                    raise EngineDiedError
                self._pid = _spawn(self._executable, stdin_read, answer_write, self._keep_open)
        except BaseException:
            os.close(answer_read)
            os.close(stdin_write)
            raise
        finally:
            os.close(answer_write)
            os.close(stdin_read)
        return stdin_write, answer_read

    def _watch(self) -> None:
        """Kill the process when it holds too much. Needs /proc; without it only the deadline bounds an engine."""
        statm = Path(f"/proc/{self._pid}/statm")
        while not self._killed and statm.exists():
            if _resident(statm) > _MOST_MEMORY:
                self._greedy = True
                self.kill()
            time.sleep(_WATCH_SECONDS)

    def _reap(self) -> None:
        """Wait for the end first: until the process is reaped its number can't be another's."""
        os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOWAIT)
        with self._guard:
            os.waitpid(self._pid, 0)
            self._pid = 0

    def _receive(self, descriptor: int, on_event: Callable[[Mapping[str, Any]], None]) -> Mapping[str, Any]:
        with os.fdopen(descriptor, "rb") as answer:
            size = 0
            for line in answer:
                size += len(line)
                if size > _MAX_ANSWER:
                    break
                message: dict[str, Any] = json.loads(line)
                if "event" not in message:
                    os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOWAIT)
                    return message
                on_event(message["event"])
        raise EngineDiedError


def _resident(statm: Path) -> int:
    try:
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _send(stdin: int, content: bytes) -> None:
    with contextlib.suppress(BrokenPipeError), os.fdopen(stdin, "wb") as pipe:
        pipe.write(content)


def _spawn(executable: Path, stdin: int, answer: int, keep_open: int | None) -> int:
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
            {"TMPDIR": tempfile.gettempdir()},
            file_actions=actions,
            setsid=True,
        )
    finally:
        for descriptor in high:
            os.close(descriptor)


def _high(descriptor: int) -> int:
    """A close-on-exec duplicate above the numbers that the child uses."""
    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _ABOVE_RESERVED)
