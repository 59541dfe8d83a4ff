"""Both said the same, or the difference is one that is written down with its reason.

A difference is kept as the exact lines that differ, in `differences/`: when either side comes to say something else, or
nothing else any more, the test fails.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.oracle.differences import reason_of

REFUSED = "refused"
"""What stands for an answer that was an error. Messages are not compared: they differ between versions of the library."""

_KEPT = Path(__file__).parent / "differences"


def agree(name: str, cli: str, engine: str) -> None:
    """`name` is that of the running test's comparison and case, such as `diff/sqlite-defaults`."""
    found = "".join(
        f"{line}\n" for line in difflib.unified_diff(*_lines(cli, engine), "cli", "engine", lineterm="", n=0)
    )
    kept = _KEPT / f"{name}.diff"
    if not found:
        assert not kept.exists(), f"{name}: the two agree now; take away the difference"
        return
    assert kept.exists(), f"{name}: a difference that nobody explained\n{found}"
    assert reason_of(name), f"{name}: a difference without a reason"
    assert found == kept.read_text(), f"{name}: the difference is another one now"


def as_text(value: Mapping[str, Any] | Sequence[Any]) -> str:
    """Data as lines: one for each item of a list, wherever it stands."""
    if isinstance(value, Mapping):
        return "\n".join(_indented(key, value[key]) for key in sorted(value))
    return "\n".join(json.dumps(item, ensure_ascii=False) for item in value)


def _indented(key: str, value: Any) -> str:
    if isinstance(value, str):
        return f"{key}: {value}"
    return f"{key}:\n{as_text(value)}"


def _lines(cli: str, engine: str) -> tuple[list[str], list[str]]:
    return cli.splitlines(), engine.splitlines()
