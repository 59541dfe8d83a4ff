"""Runs the operator's `url.command`. Its output is a secret: it is returned, and otherwise shown nowhere."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from schemawarden.errors import ConfigError

SECONDS = 10.0
_MAX_OUTPUT = 8_192


def output_of(argv: Sequence[str], directory: Path, key: str, seconds: float = SECONDS) -> str:
    """What the command printed, trimmed. Without a shell, in `directory`, killed with its children after `seconds`.

    Raises ConfigError CONFIG_COMMAND_FAILED, which names the config's `key` and the kind of failure only.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - named by the operator's own config, no shell
            argv,
            cwd=directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError):
        raise _failed(key, "could not be started") from None
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise _failed(key, f"did not end within {seconds:g} seconds") from None
    finally:
        if process.returncode is None:
            _end(process)
    return _text(output, process.returncode, key)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill it with its children. Its group is still its own, since it has not been waited for."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()


def _text(output: bytes, status: int, key: str) -> str:
    if status != 0:
        raise _failed(key, f"ended with status {status}")
    if len(output) > _MAX_OUTPUT:
        raise _failed(key, "printed more than one URL")
    try:
        return output.decode().strip()
    except UnicodeDecodeError:
        raise _failed(key, "printed something that is not UTF-8") from None


def _failed(key: str, what: str) -> ConfigError:
    return ConfigError(
        "CONFIG_COMMAND_FAILED",
        f"The command under {key} {what}.",
        "Run it by hand; it must print the database's URL and nothing else.",
    )
