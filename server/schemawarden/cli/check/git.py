"""Asking git what a commit held. The repository is data: nothing in it may start a program.

Only commands that read objects are used. They run no hook, filter, pager or file monitor; fetching what a partial clone lacks
could start one, and is forbidden. The user's own git configuration counts, since it says which directories git may trust.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator

from schemawarden.errors import InputError, UnavailableError

_SECONDS = 60.0
_AT_ONCE = 200
_SAFE = (
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.pager=cat", "-c", "protocol.allow=never",
    "--no-pager", "--no-optional-locks", "--no-replace-objects", "--literal-pathspecs",
)  # fmt: skip
_FORCED = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def top_of(directory: str) -> str:
    """The working tree that holds a directory. Raises InputError NOT_A_REPOSITORY."""
    answer = _git(directory, "rev-parse", "--show-toplevel")
    if answer is None:
        hint = "--since compares with a git commit; leave it out, or run it where the repository is."
        raise InputError(
            "NOT_A_REPOSITORY", f"{directory} is in no git repository that git would read.", hint
        )
    return os.fsdecode(answer.removesuffix(b"\n"))


def commit_of(top: str, ref: str) -> str:
    """Raises InputError REF_UNKNOWN."""
    answer = (
        _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        if ref.isprintable()
        else None
    )
    if answer is None:
        hint = "Name a branch, a tag or a commit; in CI, fetch it first (a shallow clone has the newest commit only)."
        raise InputError("REF_UNKNOWN", f"There is no commit {ref[:100]!a} in {top}.", hint)
    return answer.decode().strip()


def blobs_at(top: str, commit: str, paths: Iterable[str]) -> dict[str, str]:
    """path below the top -> object id, for files at or below the paths, as the commit had them."""
    found: dict[str, str] = {}
    wanted = list(paths)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        answer = _git(top, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *some)
        if answer is None:
            raise UnavailableError(
                "GIT_FAILED", f"git could not list the files of {commit[:12]}.", "Run git fsck."
            )
        found.update(_listed(answer))
    return found


def _listed(answer: bytes) -> Iterator[tuple[str, str]]:
    for line in filter(None, answer.split(b"\0")):
        about, _, path = line.partition(b"\t")
        _, kind, identifier = about.split()
        if kind == b"blob":
            yield os.fsdecode(path), identifier.decode()


def _git(directory: str, *arguments: str) -> bytes | None:
    """What git says; None when it refuses. Raises UnavailableError GIT_MISSING or GIT_FAILED."""
    program = shutil.which("git")
    if program is None:
        raise UnavailableError("GIT_MISSING", "--since needs git, which is not on PATH.", "Install git.")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(  # noqa: S603 - git by its full path, arguments of our own, no shell
            [program, "-C", directory, *_SAFE, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=kept | _FORCED,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise UnavailableError(
            "GIT_FAILED", f"git could not be asked: {type(error).__name__}.", "Try git status."
        ) from None
    return done.stdout if done.returncode == 0 else None
