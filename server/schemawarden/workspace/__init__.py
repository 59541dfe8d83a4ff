"""Reads the agent's files as one whole version, and adds a migration to them.

- Nothing below the root is followed: every component is opened with O_NOFOLLOW from the descriptor of its parent, and
  only regular files all of whose links lie in the directory at hand are read. The root itself is the operator's.
- One whole version or none. Everything is surveyed, read, and surveyed again along the same path from the root; when
  the two surveys agree, what was read stood there all at once. Otherwise the attempt is thrown away.
- A timestamp of this very moment proves nothing, since the next edit may carry the same one; such files are waited out.
- Nothing is overwritten but atlas.sum, and that only by rename. A migration is there before the sum that names it.
- Messages name workspace-relative paths only.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

import anyio.to_thread

from schemawarden.errors import WorkspaceError
from schemawarden.ports import Snapshot, SourceFile
from schemawarden.workspace.assembly import assemble
from schemawarden.workspace.drafts import check_new, draft, linked, made, sweep
from schemawarden.workspace.survey import (
    DIRECTORY,
    SUM_FILE,
    Directory,
    MovedError,
    hold,
    look,
    look_at_desired,
    os_errors_named,
    read,
    refuse_excess,
    relative,
    wait_out,
)

__all__ = ["PathWorkspace"]

_PAUSES = (0.005, 0.01, 0.02, 0.04, 0.08, 0.0)
"""Seconds after each attempt; together longer than an editor's save or the checkout of a branch."""


class PathWorkspace:
    """The Workspace port over a directory of this host.

    Args:
        root: the workspace. It may itself be reached through symlinks, for it is the operator's.
        migrations: the migration directory, relative to the root. It need not exist yet. Snapshot names of migrations
            are relative to it.
        desired: files and directories of the desired schema (*.sql or *.hcl), relative to the root; so are their
            snapshot names.
    """

    def __init__(self, root: Path, migrations: str, desired: tuple[str, ...] = ()) -> None:
        self._root = root
        self._migrations = relative(migrations)
        self._desired = tuple(relative(place) for place in desired)
        self._alone = threading.RLock()
        """Held by reads too, lest one sees our own migration in the moment when it still has its draft's link."""

    async def snapshot(self) -> Snapshot:
        return await anyio.to_thread.run_sync(self._snapshot)

    async def write_migrations(self, files: Sequence[SourceFile], sum_file: bytes, expected: str) -> None:
        await anyio.to_thread.run_sync(self._write, files, sum_file, expected)

    def _snapshot(self) -> Snapshot:
        for pause in _PAUSES:
            with suppress(MovedError), os_errors_named(), self._alone:
                return self._attempt()
            time.sleep(pause)
        raise WorkspaceError(
            "WORKSPACE_UNSTABLE",
            "The workspace kept changing while it was read.",
            "Wait until the editor, checkout or generator is done, then call again.",
        )

    def _attempt(self) -> Snapshot:
        with ExitStack() as held:
            before = self._survey(held)
            wait_out(before)
            refuse_excess(before)
            contents = [{name: read(each, name) for name in each.marks} for each in before]
            if self._survey(held) != before:
                raise MovedError
        return assemble(before, contents)

    def _survey(self, held: ExitStack) -> list[Directory]:
        """Look at the migration directory and then at every desired place; read nothing."""
        root = hold(held, os.open(self._root, DIRECTORY))
        migrations = look(held, root, self._migrations, (".sql", SUM_FILE))
        return [migrations, *(look_at_desired(held, root, place) for place in self._desired)]

    def _write(self, files: Sequence[SourceFile], sum_file: bytes, expected: str) -> None:
        for file in files:
            check_new(file)
        with self._alone, os_errors_named(), ExitStack() as held:
            self._expect(expected)
            directory = held.enter_context(made(self._root, self._migrations))
            sweep(directory)
            sum_draft = held.enter_context(draft(directory, sum_file))
            drafts = [(held.enter_context(draft(directory, file.content)), file.name) for file in files]
            self._expect(expected, directory)
            with ExitStack() as named:
                for file_draft, name in drafts:
                    named.enter_context(linked(directory, file_draft, name))
                os.rename(sum_draft, SUM_FILE, src_dir_fd=directory, dst_dir_fd=directory)
            os.fsync(directory)

    def _expect(self, digest: str, directory: int | None = None) -> None:
        """Refuse unless the workspace is still the version of `digest`, and `directory` its migration directory."""
        same = self._snapshot().digest == digest
        if same and directory is not None:
            with ExitStack() as held:
                status = os.fstat(directory)
                same = self._survey(held)[0].chain[-1] == (status.st_dev, status.st_ino)
        if not same:
            raise WorkspaceError(
                "WORKSPACE_CHANGED",
                "The workspace is no longer the version that this was planned from; nothing was written.",
                "Call again, so that it is planned from the present version.",
            )
