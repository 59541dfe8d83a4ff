"""Starts a PostgreSQL server, and ends and removes it when the process that wanted it is gone. A program of its own.

Started as `python -I -S keeper.py DIRECTORY` in a session of its own. The first line of stdin is the job:

    {"uid": 65534 or null, "gid": 65534 or null, "commands": [argv, ...]}

- The commands run one after the other, the last one being the server. When one fails, the end of what it wrote is
  written to stdout.
- Only the process that started us holds the other end of stdin. When that is closed, in whatever way the process ended,
  the server is stopped at once and the directory removed; the same when the server ends by itself. It may end before it
  has told the job: the next start would not sweep a directory whose lock we still hold.
- On Linux the server is told by the kernel when we die. The directory then stays until the next start sweeps it.
- It imports the standard library only, so that -S can keep everything else out.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

MEGABYTE = 1024 * 1024
LIMITS = {"RLIMIT_AS": 2048 * MEGABYTE, "RLIMIT_CORE": 0, "RLIMIT_FSIZE": 512 * MEGABYTE}
"""Of each server process. A relation or a log that grows beyond the file size is an error of the statement."""
ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/bin:/bin", "TZ": "UTC"}
SECONDS_TO_STOP = 10.0
_PR_SET_PDEATHSIG = 1
_IPC_RMID = 0


def main() -> None:
    directory = Path(sys.argv[1])
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        job: dict[str, Any] = json.loads(_first_line())
        with _woken_by_children() as wakeup, (directory / "log").open("wb") as log:
            for argv in job["commands"]:
                if _run(argv, directory, job, log.fileno(), wakeup) != 0:
                    break
            else:
                return
        with contextlib.suppress(OSError):
            os.write(1, (directory / "log").read_bytes()[-1000:])
    finally:
        clear(directory)


def clear(directory: Path) -> None:
    """End every process that works in the directory, and remove it. Harmless when there is nothing left."""
    for pid in _working_in(directory):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    _release_memory(directory)
    shutil.rmtree(directory, ignore_errors=True)


def _first_line() -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        part = os.read(0, 65536)
        if not part:
            sys.exit()
        line += part
    return line


def _run(argv: Sequence[str], directory: Path, job: dict[str, Any], log: int, wakeup: int) -> int | None:
    """Run a command to its end; its exit code, or None when we were left alone before."""
    with subprocess.Popen(  # noqa: S603 - what the process that started us asked for
        argv,
        cwd=directory,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        user=job["uid"],
        group=job["gid"],
        extra_groups=None if job["uid"] is None else [],
        umask=0o077,
        preexec_fn=_bound_to_us(),
    ) as child:
        try:
            while child.poll() is None:
                readable, _, _ = select.select([0, wakeup], [], [])
                if 0 in readable and not os.read(0, 65536):
                    return None
                if wakeup in readable:
                    os.read(wakeup, 65536)
        finally:
            _stop(child)
        return child.returncode


def _stop(child: subprocess.Popen[bytes]) -> None:
    """SIGQUIT is PostgreSQL's immediate shutdown: it ends its own children."""
    if child.poll() is None:
        child.send_signal(signal.SIGQUIT)
        try:
            child.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            child.kill()


def _bound_to_us() -> Callable[[], None]:
    """What the child does before it becomes the program: take its limits, and its end when we end."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def prepare() -> None:
        for name, limit in LIMITS.items():
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(getattr(resource, name), (limit, limit))
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT, 0, 0, 0)

    return prepare


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit


@contextlib.contextmanager
def _woken_by_children() -> Iterator[int]:
    """A descriptor that becomes readable when a child ends."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    try:
        yield read
    finally:
        signal.set_wakeup_fd(-1)
        os.close(read)
        os.close(write)


def _working_in(directory: Path) -> Iterator[int]:
    """Server processes by their working directory: a killed server leaves its children behind. Needs /proc."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            cwd = Path((entry / "cwd").readlink())
        except OSError:
            continue
        if cwd.is_relative_to(directory):
            yield int(entry.name)


def _release_memory(directory: Path) -> None:
    """The few bytes of System V shared memory that a killed server leaves behind. Needs /proc.

    Only a segment of the directory's own account that nobody uses: what a file there names could be anybody's.
    """
    with contextlib.suppress(OSError, IndexError, ValueError):
        server = (directory / "data" / "postmaster.pid").read_text().splitlines()
        pid, segment = server[0].strip(), server[6].split()[1]
        account = str(directory.stat().st_uid)
        for line in Path("/proc/sysvipc/shm").read_text().splitlines():
            _key, number, _mode, _size, maker, _last, users, owner = line.split()[:8]
            if (number, maker, users, owner) == (segment, pid, "0", account):
                ctypes.CDLL(None).shmctl(int(segment), _IPC_RMID, None)


if __name__ == "__main__":
    main()
