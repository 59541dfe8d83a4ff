"""Apply and status on either side, told in the same words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.oracle import engine
from tests.oracle.agreement import REFUSED
from tests.oracle.atlas_cli import AtlasCli
from tests.oracle.engine import EngineRefusal, files_of
from tests.oracle.grounds import Database, Ground

APPLIED, FAILED = "applied", "failed"
_COLUMNS = (
    "version",
    "description",
    "type",
    "applied",
    "total",
    "error",
    "error_stmt",
    "hash",
    "partial_hashes",
)
"""All but the times and the operator's version, which can't be equal."""
_KINDS = (*_COLUMNS[:-1], "executed_at", "execution_time")
_TYPES = {"baseline": 1, "applied": 2, "manually set": 4, "applied + manually set": 6}


def apply_by_cli(atlas: AtlasCli, database: Database, migrations: Path, *arguments: str) -> str:
    """What became of it: applied, failed in a statement, or refused."""
    output = atlas.run(
        "migrate", "apply", *arguments, "--dir", f"file://{migrations}", "--url", database.cli,
        "--format", "{{ json . }}",
    )  # fmt: skip
    if output.code == 0:
        return APPLIED
    failed = output.out.startswith("{") and any("Error" in file for file in output.json.get("Applied", []))
    return FAILED if failed else REFUSED


def apply_by_engine(
    ground: Ground, database: Database, migrations: Path, tx_mode: str = "file", baseline: str = ""
) -> str:
    try:
        answer = engine.apply(ground, database, files_of(migrations), tx_mode, baseline=baseline)
    except EngineRefusal:
        return REFUSED
    if answer["failed"]:
        return FAILED if answer["failed"]["code"] == "statement_failed" else REFUSED
    return APPLIED


def state_of(ground: Ground, database: Database) -> dict[str, Any]:
    """The history and what else the database holds, as far as it is the same whoever made it.

    A history table without rows counts as none: the CLI makes it before it looks whether there is anything to do.
    """
    table = database.history_columns()
    rows = [_row(ground, row) for row in database.rows(_history_query(ground))] if table else []
    return {"table": table if rows else [], "rows": rows, "contents": database.contents()}


def _history_query(ground: Ground) -> str:
    """The times and the operator are looked at only for being there."""
    kind = "typeof" if ground.dialect == "sqlite" else "pg_typeof"
    kinds = ", ".join(f"CAST({kind}({column}) AS text)" for column in _KINDS)
    seen = "execution_time >= 0, executed_at IS NOT NULL, operator_version <> ''"
    return f"SELECT {', '.join(_COLUMNS)}, {kinds}, {seen} FROM {ground.history} ORDER BY version"


def _row(ground: Ground, row: tuple[Any, ...]) -> dict[str, Any]:
    named = dict(zip(_COLUMNS, row, strict=False))
    named["error"] = ground.words(named["error"] or "")
    named["partial_hashes"] = _partial_hashes(named)
    return named | {"kinds": row[len(_COLUMNS) :]}


def _partial_hashes(row: Mapping[str, Any]) -> Any:
    """The hashes of an unfinished file's statements.

    In the row of a finished file they have no use: v0.13.1 leaves them there, later ones take them away.
    """
    if row["applied"] == row["total"]:
        return None
    return json.loads(row["partial_hashes"])


def status_by_cli(atlas: AtlasCli, ground: Ground, database: Database, migrations: Path) -> Any:
    output = atlas.run(
        "migrate",
        "status",
        "--dir",
        f"file://{migrations}",
        "--url",
        database.cli,
        "--format",
        "{{ json . }}",
    )
    if output.code:
        return REFUSED
    told = output.json
    return {
        "pending": [file["Name"] for file in told.get("Pending", [])],
        "revisions": [_revision(ground, row) for row in told.get("Applied", [])],
    }


def _revision(ground: Ground, row: Mapping[str, Any]) -> dict[str, Any]:
    names = {column.replace("_", ""): column for column in _COLUMNS if "hash" not in column}
    given = {key.lower().replace("_", ""): value for key, value in row.items()}
    given["type"] = _TYPES.get(given["type"], given["type"])
    given["error"] = ground.words(given.get("error") or "")
    return {column: given.get(key) or None for key, column in names.items()}


def status_by_engine(ground: Ground, database: Database, migrations: Path) -> Any:
    try:
        told = engine.status(ground, database, files_of(migrations))
    except EngineRefusal:
        return REFUSED
    if told["problem"]:
        return REFUSED
    return {"pending": told["pending"], "revisions": [_revision(ground, row) for row in told["revisions"]]}
