"""The engine, asked as the server asks it: one process for a request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import schemawarden
from schemawarden.adapters.engine.engine import NAME
from schemawarden.adapters.engine.process import EngineProcess
from schemawarden.workspace import PathWorkspace
from tests.oracle.grounds import Database, Ground

_EXECUTABLE = Path(schemawarden.__file__).parent / "_engine" / NAME
Files = list[dict[str, str]]
Event = Mapping[str, Any]


class EngineRefusal(Exception):
    """The engine's error: code, message, place."""

    def __init__(self, error: Mapping[str, Any]) -> None:
        super().__init__(f"{error['code']}: {error['message']} {error['file']} {error['text']}")
        self.code = str(error["code"])


def ask(
    op: str, ground: Ground, request: Mapping[str, Any], on_event: Callable[[Event], None] | None = None
) -> Any:
    """The result of one request. Raises EngineRefusal."""
    body = {"op": op, "dialect": ground.dialect, **ground.scope(op), **request}
    answer = EngineProcess(_EXECUTABLE, None).converse(body, on_event or (lambda _: None))
    if answer.get("error"):
        raise EngineRefusal(answer["error"])
    return answer["result"]


def schema_file(text: str) -> dict[str, Any]:
    """A schema written as SQL, as a source of a request."""
    return {"files": [{"name": "schema.sql", "text": text}], "format": "sql"}


def files_of(migrations: Path) -> Files:
    """A directory's migrations as the server's own reader of workspaces finds them."""
    snapshot = asyncio.run(PathWorkspace(migrations.parent, migrations.name).snapshot())
    return [{"name": file.name, "text": file.content.decode()} for file in snapshot.migrations]


def status(ground: Ground, database: Database, files: Files) -> Any:
    return ask("status", ground, {"source": {"url": database.engine}, "migrations": files})


def apply(ground: Ground, database: Database, files: Files, tx_mode: str = "file", baseline: str = "") -> Any:
    """Apply what is pending; or record a baseline, and apply what follows it."""
    request = {"source": {"url": database.engine}, "migrations": files, "tx_mode": tx_mode}
    if baseline:
        later = [file["name"] for file in files if file["name"] > baseline]
        return ask("apply", ground, request | {"baseline": baseline, "expected_pending": later})
    return ask("apply", ground, request | {"expected_pending": status(ground, database, files)["pending"]})


def rendered(statements: Sequence[Mapping[str, Any]]) -> str:
    """Planned statements as Atlas writes them to a file."""
    lines = []
    for statement in statements:
        if comment := statement["comment"]:
            lines.append(f"-- {comment[:1].upper()}{comment[1:]}\n")
        lines.append(f"{statement['text']};\n")
    return "".join(lines)
