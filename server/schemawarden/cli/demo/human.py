"""The human of the demo: runs the real `schemawarden approve` in a terminal of their own and types what it asks for."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

_QUESTION = re.compile(rb"first\s+group\s+\(([0-9a-f]{4})\)")


def approve(plan_id: str, key: Path, config: Path, *, width: int) -> tuple[str, str]:
    """What the terminal showed, and the token that was printed. Raises RuntimeError when the command refused."""
    command = ["approve", plan_id, "--key", str(key), "--token", "--config", str(config)]
    leader, follower = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(width), "LINES": "200"}
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "schemawarden", *command],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment,
    )
    os.close(follower)
    shown = _converse(leader)
    os.close(leader)
    if process.wait():
        raise RuntimeError(shown)
    token = re.search(r"swt1\.[\w\s-]+", shown)
    return _cut_token(shown), "".join(token.group().split()) if token else ""


def _converse(terminal: int) -> str:
    """Read until the command ends; answer its one question."""
    shown, answered = b"", False
    while True:
        try:
            piece = os.read(terminal, 65_536)
        except OSError:  # the other end is closed (Linux)
            piece = b""
        if not piece:
            return shown.decode(errors="replace")
        shown += piece
        question = _QUESTION.search(shown)
        if question and not answered:
            answered = True
            os.write(terminal, question.group(1) + b"\n")


def _cut_token(shown: str) -> str:
    """The token is long; its beginning is enough to see."""
    return re.sub(r"(swt1\.[\w-]{24})[\w\s-]+", r"\1…\n", shown).replace("\r\n", "\n")
