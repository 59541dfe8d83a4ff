"""What Atlas's analyzers say, and where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.oracle.agreement import REFUSED, agree, as_text
from tests.oracle.atlas_cli import AtlasCli
from tests.oracle.cases.directories import Directory
from tests.oracle.engine import EngineRefusal, ask, files_of
from tests.oracle.everything import on_directories
from tests.oracle.grounds import Ground
from tests.oracle.sealing import sealed


@on_directories
def test_newest_files_have_the_same_diagnostics(
    atlas: AtlasCli, ground: Ground, case: Directory, tmp_path: Path
) -> None:
    migrations = sealed(atlas, case, tmp_path)
    output = atlas.run(
        "migrate", "lint", "--dir", f"file://{migrations}", "--dev-url", ground.dev(), "--latest", str(case.latest),
        "--format", "{{ json .Files }}",
    )  # fmt: skip
    files = files_of(migrations)
    pending = [file["name"] for file in files[-case.latest :]]
    try:
        found = ask("analyze", ground, {"migrations": files, "pending": pending})["files"]
        engine = as_text(
            [_line(file["name"], diagnostic) for file in found for diagnostic in file["diagnostics"]]
        )
    except EngineRefusal:
        engine = REFUSED
    agree(f"lint/{ground.name}-{case}", _told(output.out), engine)


def _told(out: str) -> str:
    if not out.startswith("["):
        return REFUSED
    files = json.loads(out)
    if any(file.get("Error") and not file.get("Reports") for file in files):
        return REFUSED
    reports = [(file["Name"], report) for file in files for report in file.get("Reports") or []]
    return as_text(
        [
            _line(name, {key.lower(): value for key, value in diagnostic.items()})
            for name, report in reports
            for diagnostic in report["Diagnostics"]
        ]
    )


def _line(name: str, diagnostic: dict[str, Any]) -> str:
    return f"{name} at {diagnostic['pos'] if 'pos' in diagnostic else diagnostic['position']}: {diagnostic['code']} {diagnostic['text']}"
