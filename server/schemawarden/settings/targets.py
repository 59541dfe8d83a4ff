"""What the keys of one target must mean together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from schemawarden.settings.database import absolute, path_objection
from schemawarden.settings.problems import Problem, invalid
from schemawarden.settings.secrets import dotted
from schemawarden.settings.shape import ApprovalShape, TargetShape, UrlShape
from schemawarden.settings.trust import not_disposable
from schemawarden_policy.approval import Assurance

_POSTGRES_ONLY = {
    "schemas": "A SQLite file is one schema.",
    "dev": "SQLite databases are rehearsed on files of our own.",
    "owner_role": "SQLite has no roles.",
}


def target_problems(alias: str, target: TargetShape, directory: Path, usable: int) -> Iterator[Problem]:
    """Problems of one target; `usable` approvers have a key in force. Looks at the disk only for throw-away files."""
    place_problems = [
        *path_problems(("targets", alias, "workspace"), target.workspace, directory),
        *_urls(alias, target, directory),
    ]
    yield from place_problems
    if target.dialect == "sqlite":
        yield from _postgres_only(alias, target)
    yield from _mode(alias, target)
    if target.disposable and not place_problems:
        yield from _disposable(alias, target, directory)
    yield from _approval(alias, target.approval, target.disposable, usable)


def _urls(alias: str, target: TargetShape, directory: Path) -> Iterator[Problem]:
    here = ("targets", alias)
    sqlite = target.dialect == "sqlite"
    yield from _url((*here, "url"), target.url, directory, sqlite=sqlite)
    if target.dev:
        yield from _url((*here, "dev", "url"), target.dev.url, directory, sqlite=sqlite)
        if target.dev.url == target.url:
            yield Problem(
                "CONFIG_DEV_IS_TARGET",
                f"`{dotted((*here, 'dev', 'url'))}` names the target's own database, and rehearsals try everything out.",
                "Name another server, or leave `dev` out: an embedded one is used then.",
            )


def _url(path: tuple[str, ...], url: UrlShape, directory: Path, *, sqlite: bool) -> Iterator[Problem]:
    given = [name for name in ("file", "env", "command") if getattr(url, name) is not None]
    if len(given) != 1:
        name = ".".join(path[2:])
        yield invalid(path, f"expected exactly one of {name}.file, {name}.env and {name}.command")
    if url.file is not None:
        yield from _file((*path, "file"), url.file, directory, sqlite=sqlite)


def _file(path: tuple[str, ...], text: str, directory: Path, *, sqlite: bool) -> Iterator[Problem]:
    reason = path_objection(text) if sqlite else None
    if "://" in text:
        what = "the path of the SQLite file" if sqlite else "the path of a file that holds it"
        hint = f'A URL is kept in the environment (url.env = "NAME"); url.file is {what}.'
        yield Problem("CONFIG_LITERAL_URL", f"`{dotted(path)}` is a URL.", hint)
    elif reason:
        yield invalid(path, f"expected the path of a SQLite file: {reason}")
    else:
        yield from path_problems(path, text, directory)


def path_problems(where: tuple[str, ...], text: str, directory: Path) -> Iterator[Problem]:
    try:
        absolute(text, directory)
    except RuntimeError:
        yield invalid(where, "expected a path; no home directory is known for its `~`")


def secret_files(alias: str, target: TargetShape, directory: Path) -> Iterator[tuple[str, Path]]:
    """(key, path) of each file that holds a URL."""
    if target.dialect == "sqlite":
        return
    for path, url in (("url", target.url), ("dev.url", target.dev and target.dev.url)):
        if url and url.file is not None:
            yield f"{dotted(('targets', alias))}.{path}.file", absolute(url.file, directory)


def _postgres_only(alias: str, target: TargetShape) -> Iterator[Problem]:
    for key, reason in _POSTGRES_ONLY.items():
        if key in target.model_fields_set:
            yield Problem(
                "CONFIG_OTHER_DIALECT",
                f"`{dotted(('targets', alias, key))}` is a key of PostgreSQL targets. {reason}",
                "Leave it out.",
            )


def _mode(alias: str, target: TargetShape) -> Iterator[Problem]:
    if target.mode == "error-only" and not target.disposable:
        step = "Set disposable = true if it is one, or choose" if target.dialect == "sqlite" else "Choose"
        yield Problem(
            "CONFIG_NOT_DISPOSABLE",
            f"`{dotted(('targets', alias, 'mode'))}` is error-only, which is for throw-away databases.",
            f"{step} strict or warning-sensitive.",
        )


def _disposable(alias: str, target: TargetShape, directory: Path) -> Iterator[Problem]:
    reason = _no_throw_away(target, directory)
    if reason:
        yield Problem(
            "CONFIG_NOT_DISPOSABLE",
            f"The database of `{alias}` is no throw-away: it {reason}.",
            "A disposable database is a SQLite file of its own below the workspace. Or leave `disposable` out.",
        )


def _no_throw_away(target: TargetShape, directory: Path) -> str | None:
    if target.dialect == "postgresql":
        return "is on a PostgreSQL server, and not one that schemawarden made for itself"
    if target.url.file is None:
        return "is not named by url.file"
    return not_disposable(absolute(target.url.file, directory), absolute(target.workspace, directory))


def _approval(alias: str, approval: ApprovalShape, disposable: bool, usable: int) -> Iterator[Problem]:
    here = ("targets", alias, "approval")
    base = assurance(approval, disposable)
    destructive = approval.destructive
    if destructive.assurance and not Assurance(destructive.assurance).covers(base):
        yield invalid((*here, "destructive", "assurance"), f"expected at least the target's own, {base}")
    if destructive.quorum is not None and destructive.quorum < approval.quorum:
        yield invalid(
            (*here, "destructive", "quorum"), f"expected at least the target's own, {approval.quorum}"
        )
    quorum = max(approval.quorum, destructive.quorum or 1)
    if quorum > max(usable, 1):
        yield Problem(
            "CONFIG_QUORUM_UNREACHABLE",
            f"`{dotted(here)}` asks for {quorum} approvers, and {usable} with a key in force are configured.",
            "Add approvers under [approvers.NAME], or lower the quorum.",
        )


def assurance(approval: ApprovalShape, disposable: bool) -> Assurance:
    """What the target's approvals need: separate, unless the operator says otherwise or nothing can be lost."""
    return Assurance(approval.assurance or ("advisory" if disposable else "separate"))
