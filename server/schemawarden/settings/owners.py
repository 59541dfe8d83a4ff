"""The OWNERS file that the config names: the operator's copy, never one that an agent can write."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from schemawarden.errors import ConfigError
from schemawarden.settings.database import absolute
from schemawarden.settings.problems import Problem
from schemawarden.settings.secrets import dotted
from schemawarden.settings.trust import inside, read_config
from schemawarden_policy.ownership import Ownership, parse_owners


@dataclass(frozen=True, slots=True)
class People:
    """Who there is."""

    approvers: Collection[str]
    usable: Collection[str]
    """Those with a key in force."""
    teams: Mapping[str, Collection[str]]


def read_owners(
    where: tuple[str, ...], text: str, directory: Path, workspaces: Collection[Path], people: People
) -> tuple[Ownership | None, list[Problem]]:
    """What the file says, and what is wrong with it or with its place."""
    key = dotted(where)
    try:
        path = absolute(text, directory)
    except RuntimeError:
        return None, [
            Problem("CONFIG_INVALID", f"`{key}`: expected a path; no home directory is known for its `~`.")
        ]
    if any(inside(path, workspace) for workspace in workspaces):
        told = f"The file that `{key}` names is inside a workspace, where agents write."
        return None, [
            Problem("CONFIG_IN_WORKSPACE", told, "Keep the operator's copy beside the config, and name that.")
        ]
    try:
        content = read_config(path).decode()
    except UnicodeDecodeError:
        return None, [Problem("OWNERS_INVALID", f"The file that `{key}` names is not UTF-8 text.")]
    except ConfigError as error:
        return None, [_unreadable(key, error)]
    ownership, wrong = parse_owners(content, people.approvers, people.teams)
    problems = [Problem("OWNERS_INVALID", f"`{key}`, line {line}: {what}.") for line, what in wrong]
    return ownership, problems or list(_unreachable(key, ownership, people))


def _unreadable(key: str, error: ConfigError) -> Problem:
    if error.code == "CONFIG_WRITABLE_BY_OTHERS":
        return Problem(error.code, f"The file that `{key}` names: {error.message}", error.hint)
    why = (
        "there is none"
        if error.code == "CONFIG_MISSING"
        else "it is no plain file of less than 1 MB, or not yours to read"
    )
    return Problem(
        "OWNERS_UNREADABLE",
        f"The file that `{key}` names can't be read: {why}.",
        "Put it there, or leave the key out.",
    )


def _unreachable(key: str, ownership: Ownership, people: People) -> Iterator[Problem]:
    for line in ownership.lines:
        if line.owners and not set(line.owners) & set(people.usable):
            names = ", ".join(line.owners)
            yield Problem(
                "OWNERS_UNREACHABLE",
                f"`{key}`, line {line.line}: none of the owners ({names}) has a key in force.",
                "Add a key under [approvers.NAME], or name other owners.",
            )
