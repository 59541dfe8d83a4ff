"""The words in which flows ask the engine (server/engine/README.md)."""

from __future__ import annotations

from typing import Any

from schemawarden.ports import SourceFile


def as_request(files: tuple[SourceFile, ...]) -> list[dict[str, str]]:
    """Files in the shape that the engine takes."""
    return [{"name": file.name, "text": file.content.decode()} for file in files]


def apply_request(
    url: str,
    migrations: list[dict[str, str]],
    pending: list[str],
    baseline: str,
    *,
    change_counter: int | None = None,
    run_id: str = "",
) -> dict[str, Any]:
    """The engine's apply: the rehearsed one and the real one are asked for in the same words.

    `run_id` names the session of a real one, where the database has names for sessions.
    """
    return {
        "source": {"url": url},
        "migrations": migrations,
        "expected_pending": pending,
        "baseline": baseline,
        "tx_mode": "file",
        "expect_schema_version": change_counter,
        "run_id": run_id,
    }
