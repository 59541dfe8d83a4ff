"""The demo ends well: it checks itself at each step and fails when one is not as told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_the_demo_ends_well_and_leaves_nothing(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path), "HOME": str(tmp_path / "home"), "COLUMNS": "120"}
    command = [sys.executable, "-m", "schemawarden", "demo"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert result.returncode == 0, result.stdout + result.stderr
    for told in (
        "needs_approval",
        "KEY_UNKNOWN",
        "TOKEN_OTHER_PLAN",
        "already_applied",
        "the chain is whole",
    ):
        assert told in result.stdout
    assert list(tmp_path.iterdir()) == []
