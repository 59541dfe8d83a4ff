"""What the keys must mean together. Each check yields every problem it sees."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from pathlib import Path

from schemawarden import paths
from schemawarden.settings.database import absolute
from schemawarden.settings.keys import BadKeyError, PrivateKeyError, public_key
from schemawarden.settings.problems import Problem, did_you_mean, invalid
from schemawarden.settings.secrets import dotted
from schemawarden.settings.shape import ApproverShape, FileShape, KeyShape
from schemawarden.settings.targets import path_problems, secret_files, target_problems
from schemawarden.settings.trust import inside

ALIAS = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
APPROVER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@+-]{0,63}")


def check(shape: FileShape, directory: Path) -> list[Problem]:
    """Problems of a well-shaped config whose file is in `directory`. Looks at the disk only for throw-away files."""
    problems = [*_names(shape), *_server(shape, directory), *_approvers(shape), *_teams(shape)]
    usable = len(usable_approvers(shape))
    for alias, target in shape.targets.items():
        problems += target_problems(alias, target, directory, usable)
    return problems


def usable_approvers(shape: FileShape) -> list[str]:
    """Those with a key that is not revoked."""
    return [
        name for name, approver in shape.approvers.items() if any(not key.revoked for key in approver.keys)
    ]


def check_place(shape: FileShape, path: Path) -> Iterator[Problem]:
    """A config inside a workspace, or state inside one, counts only when every target is a throw-away."""
    kept = [alias for alias, target in shape.targets.items() if not target.disposable]
    if not kept:
        return
    state = absolute(shape.server.state, path.parent) if shape.server.state else paths.state_dir()
    for alias, target in shape.targets.items():
        workspace = absolute(target.workspace, path.parent)
        if inside(path, workspace):
            yield _in_workspace("config", alias, kept, "Move it out of there, say to ~/.config/schemawarden")
        if state == workspace or inside(state, workspace):
            yield _in_workspace("state directory", alias, kept, "Set server.state to a directory elsewhere")
        for key, file in secret_files(alias, target, path.parent):
            if inside(file, workspace):
                yield _in_workspace(f"file that `{key}` names", alias, kept, "Keep it elsewhere")


def _in_workspace(what: str, alias: str, kept: list[str], step: str) -> Problem:
    return Problem(
        "CONFIG_IN_WORKSPACE",
        f"The {what} is inside the workspace of `{alias}`, where agents write, and `{kept[0]}` is not disposable.",
        f"{step}, or make every target disposable.",
    )


def _names(shape: FileShape) -> Iterator[Problem]:
    for alias in shape.targets:
        if not ALIAS.fullmatch(alias):
            yield invalid(("targets", alias), "expected a name of letters, digits, _ and -, a letter first")
    for name in shape.approvers:
        if not APPROVER.fullmatch(name):
            yield invalid(("approvers", name), "expected a name of letters, digits and _.@+-")


def _server(shape: FileShape, directory: Path) -> Iterator[Problem]:
    address = listen_address(shape.server.listen)
    if address is None:
        yield invalid(("server", "listen"), 'expected HOST:PORT, such as "127.0.0.1:8807"')
    elif not ipaddress.ip_address(address[0]).is_loopback:
        yield Problem(
            "CONFIG_LISTEN_NOT_LOOPBACK",
            "`server.listen` is not a loopback address, and this version has no way to tell remote agents apart.",
            'Use "127.0.0.1:8807"; agents on other hosts come with a later version.',
        )
    if shape.server.state is not None:
        yield from path_problems(("server", "state"), shape.server.state, directory)


def listen_address(text: str) -> tuple[str, int] | None:
    """(IP address, port) of "127.0.0.1:8807", "[::1]:8807" or "localhost:8807"; None if it is none of them."""
    match = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:]+):(\d{1,5})", text)
    if not match or int(match[2]) > 65_535:
        return None
    host = "127.0.0.1" if match[1] == "localhost" else match[1].strip("[]")
    try:
        return str(ipaddress.ip_address(host)), int(match[2])
    except ValueError:
        return None


def _teams(shape: FileShape) -> Iterator[Problem]:
    for team, members in shape.teams.items():
        if not APPROVER.fullmatch(team):
            yield invalid(("teams", team), "expected a name of letters, digits and _.@+-")
        for number, member in enumerate(members):
            if member not in shape.approvers:
                hint = did_you_mean(member, tuple(shape.approvers)) or "List them under [approvers.NAME]."
                path = dotted(("teams", team, number))
                yield Problem("CONFIG_INVALID", f"`{path}` is no approver.", hint)


def _approvers(shape: FileShape) -> Iterator[Problem]:
    """Names, logins and keys of two approvers must differ: a quorum counts people."""
    logins: dict[str, str] = {}
    owners: dict[str, str] = {}
    for name, approver in shape.approvers.items():
        if not approver.keys:
            yield invalid(("approvers", name, "keys"), "expected at least one public key")
        if approver.login and logins.setdefault(approver.login, name) != name:
            yield _shared(name, logins[approver.login], "login")
        yield from _keys(name, approver, owners)


def _keys(name: str, approver: ApproverShape, owners: dict[str, str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, shape in enumerate(approver.keys):
        path = ("approvers", name, "keys", number)
        try:
            key = public_key(shape.key)
        except PrivateKeyError as error:
            yield Problem(
                "CONFIG_PRIVATE_KEY", f"`{dotted(path)}` is {error}.", "Put the .pub file's line there."
            )
            continue
        except BadKeyError as error:
            yield invalid(path, f"is {error}")
            continue
        if owners.setdefault(key, name) != name:
            yield _shared(name, owners[key], "key")
        if key in seen:
            yield invalid(path, "is listed twice; one of the two would decide whether it is in force")
        seen.add(key)
        yield from _window(path, shape)


def _window(path: tuple[object, ...], key: KeyShape) -> Iterator[Problem]:
    if key.valid_after and key.valid_before and key.valid_after >= key.valid_before:
        yield invalid(path, "expected valid_after to be earlier than valid_before")


def _shared(name: str, other: str, what: str) -> Problem:
    return Problem(
        "CONFIG_APPROVER_SHARED",
        f"The approvers `{other}` and `{name}` have the same {what}, so a quorum would count one person twice.",
        "List each person once, with all of their keys.",
    )
