"""What the two see in a migration directory: the files, their sums, their statements."""

from __future__ import annotations

from pathlib import Path

from tests.oracle.agreement import REFUSED, agree, as_text
from tests.oracle.atlas_cli import AtlasCli
from tests.oracle.cases.directories import Directory
from tests.oracle.engine import EngineRefusal, ask, files_of
from tests.oracle.everything import on_directories
from tests.oracle.grounds import Ground
from tests.oracle.sealing import sealed


@on_directories
def test_sum_file_has_the_same_bytes(
    atlas: AtlasCli, ground: Ground, case: Directory, tmp_path: Path
) -> None:
    migrations = sealed(atlas, case, tmp_path)
    cli = (migrations / "atlas.sum").read_text()
    try:
        engine = ask("hash", ground, {"migrations": files_of(migrations)})["sum"]
    except EngineRefusal:
        engine = REFUSED
    agree(f"sum/{ground.name}-{case}", cli, engine)


@on_directories
def test_files_are_split_into_the_same_statements(
    atlas: AtlasCli, ground: Ground, case: Directory, tmp_path: Path
) -> None:
    """Versions, descriptions and statements, as the CLI lists them in a dry run."""
    migrations = sealed(atlas, case, tmp_path)
    output = atlas.run(
        "migrate", "apply", "--dry-run", "--dir", f"file://{migrations}", "--url", ground.database().cli, "--format", "{{ json .Applied }}"
    )  # fmt: skip
    cli = REFUSED if output.code else as_text([_told(file) for file in output.json or []])
    try:
        answer = ask("hash", ground, {"migrations": files_of(migrations)})
        engine = as_text(
            [
                {"name": file["name"], "version": file["version"], "description": file["description"],
                 "statements": [statement["text"] for statement in file["statements"]]}
                for file in answer["files"]
            ]
        )  # fmt: skip
    except EngineRefusal:
        engine = REFUSED
    agree(f"split/{ground.name}-{case}", cli, engine)


def _told(file: dict[str, object]) -> dict[str, object]:
    return {
        "name": file["Name"],
        "version": file["Version"],
        "description": file.get("Description", ""),
        "statements": file.get("Applied", []),
    }
