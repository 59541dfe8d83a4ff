"""--since REF: only what was added or changed since a commit. The rest of a directory counts as history.

Whether a file is the same is told from its bytes, by the object id that git would give them, also with the line ends that a
checkout may have changed. Nothing of the commit is read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence

from schemawarden.cli.check.gathering import STDIN
from schemawarden.cli.check.git import blobs_at, commit_of, top_of
from schemawarden.cli.check.model import ChangeSet, Source


def changed_since(change_sets: Sequence[ChangeSet], ref: str) -> list[ChangeSet]:
    """The change sets without the files that are as they were; those that are then empty are gone.

    Raises InputError NOT_A_REPOSITORY or REF_UNKNOWN, UnavailableError GIT_MISSING or GIT_FAILED.
    """
    before = _Before(ref)
    before.look(source.path for change_set in change_sets for source in change_set.files)
    found = []
    for change_set in change_sets:
        told = [(source, before.had(source)) for source in change_set.files]
        same = tuple(source for source, had in told if had)
        rest = tuple(source for source, had in told if not had)
        if rest:
            found.append(change_set._replace(files=rest, history=same))
    return found


class _Before:
    """The files of a commit, in each repository that the paths lie in."""

    def __init__(self, ref: str) -> None:
        self.ref = ref
        self.tops: dict[str, str] = {}
        """Directory -> the working tree that holds it."""
        self.blobs: dict[str, str] = {}
        """Absolute path -> object id."""

    def look(self, paths: Iterable[str]) -> None:
        wanted: dict[str, list[str]] = {}
        for path in paths:
            if path != STDIN:
                whole = os.path.realpath(path)
                top = self._top(whole.rpartition("/")[0] or "/")
                wanted.setdefault(top, []).append(whole[len(top.rstrip("/")) + 1 :])
        for top, below in wanted.items():
            found = blobs_at(top, commit_of(top, self.ref), below)
            self.blobs.update((f"{top.rstrip('/')}/{path}", blob) for path, blob in found.items())

    def had(self, source: Source) -> bool:
        """The commit had the file with this content."""
        blob = self.blobs.get(os.path.realpath(source.path)) if source.path != STDIN else None
        return blob is not None and blob in _object_ids(source.content, len(blob))

    def _top(self, directory: str) -> str:
        if directory not in self.tops:
            self.tops[directory] = os.path.realpath(top_of(directory))
        return self.tops[directory]


def _object_ids(content: bytes, length: int) -> set[str]:
    """Of a blob with this content, as it is and with Unix line ends; SHA-1 or SHA-256, as the repository has it."""
    contents = {content, content.replace(b"\r\n", b"\n")}
    return {_object_id(each, length) for each in contents}


def _object_id(content: bytes, length: int) -> str:
    algorithm = hashlib.sha256 if length == 64 else hashlib.sha1
    return algorithm(b"blob %d\0" % len(content) + content).hexdigest()
