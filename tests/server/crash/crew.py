"""The tests' side of `child`: processes at hand, and how to order them about."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.server.crash.acts import Fault

_ROOT = Path(__file__).parents[3]
_COMMAND = [sys.executable, "-m", "tests.server.crash.child"]


class Hand:
    """One `child` process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ROOT
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._process.kill()
        self._process.communicate()

    def start(self, act: str, **arguments: Any) -> None:
        """Order an act and don't wait."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"act": act, "with": arguments}) + "\n")
        self._process.stdin.flush()

    def end(self) -> dict[str, Any]:
        """How the act that was started ended: its answer, or {"signal": number}."""
        assert self._process.stdout is not None
        ended: dict[str, Any] = json.loads(self._process.stdout.readline())
        answer: dict[str, Any] = ended if "signal" in ended else ended["answer"]
        assert "crash" not in answer, answer["crash"]
        return answer

    def do(self, act: str, **arguments: Any) -> dict[str, Any]:
        self.start(act, **arguments)
        return self.end()

    def prepare(self, root: Path, variant: str, files: Sequence[str]) -> str:
        """An installation below `root` with an approved plan; the plan's id."""
        return str(self.do("prepare", root=str(root), variant=variant, files=list(files))["plan_id"])

    def apply(self, root: Path, plan_id: str, fault: Fault | None = None) -> dict[str, Any]:
        return self.do("apply", root=str(root), plan_id=plan_id, fault=asdict(fault) if fault else None)

    def recover(self, root: Path) -> dict[str, Any]:
        return self.do("recover", root=str(root))

    def restart(self, root: Path, plan_id: str) -> dict[str, Any]:
        return self.do("restart", root=str(root), plan_id=plan_id)

    def record(self, root: Path, plan_id: str) -> dict[str, Any]:
        return self.do("record", root=str(root), plan_id=plan_id)
