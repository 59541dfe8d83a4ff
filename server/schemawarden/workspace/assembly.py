"""From what was read to a Snapshot: the digest, and texts that are no text refused."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath

from schemawarden.errors import WorkspaceError
from schemawarden.ports import Snapshot, SourceFile
from schemawarden.workspace.survey import SUM_FILE, Directory


def assemble(survey: list[Directory], contents: list[dict[str, bytes]]) -> Snapshot:
    migrations = () if survey[0].missing else tuple(SourceFile(*each) for each in contents[0].items())
    desired: dict[str, SourceFile] = {}
    for directory, texts in zip(survey[1:], contents[1:], strict=True):
        _refuse_missing(directory)
        for name, content in texts.items():
            desired[directory.path(name)] = SourceFile(directory.path(name), content)
    _refuse_mixed(desired)
    sql = tuple(file for file in migrations if file.name != SUM_FILE)
    sum_file = next((file.content for file in migrations if file.name == SUM_FILE), None)
    for file in sql:
        refuse_bytes(survey[0].place, file)
    for file in desired.values():
        refuse_bytes(PurePosixPath(), file)
    ordered = tuple(desired[path] for path in sorted(desired))
    return Snapshot(_digest(sql, sum_file, ordered), sql, sum_file, ordered)


def _refuse_missing(directory: Directory) -> None:
    if directory.missing:
        raise WorkspaceError(
            "DESIRED_MISSING",
            f"The desired schema names {directory.path(directory.missing)}, which does not exist.",
            "Create it, or correct `desired` in the operator's configuration.",
        )


def _refuse_mixed(paths: dict[str, SourceFile]) -> None:
    endings = {PurePosixPath(path).suffix for path in paths}
    if len(endings) > 1 or not endings <= {".sql", ".hcl"}:
        raise WorkspaceError(
            "DESIRED_MIXED",
            f"The desired schema is made of files ending in {', '.join(sorted(endings))}.",
            "Use either .sql or .hcl files, not both and nothing else.",
        )


def refuse_bytes(place: PurePosixPath, file: SourceFile) -> None:
    try:
        file.content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise WorkspaceError(
            "NOT_UTF8", f"{place / file.name} is not UTF-8 at byte {error.start}.", "Save the file as UTF-8."
        ) from None


def _digest(
    migrations: tuple[SourceFile, ...], sum_file: bytes | None, desired: tuple[SourceFile, ...]
) -> str:
    """SHA-256 over role, name and content, each with its length, so that no two workspaces look alike."""
    sums = () if sum_file is None else (SourceFile(SUM_FILE, sum_file),)
    digest = hashlib.sha256()
    for role, files in (("migration", migrations), ("sum", sums), ("desired", desired)):
        for file in files:
            name = file.name.encode()
            digest.update(f"{role} {len(name)} {len(file.content)}\n".encode())
            digest.update(name)
            digest.update(file.content)
    return digest.hexdigest()
