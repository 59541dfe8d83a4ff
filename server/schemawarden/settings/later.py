"""Keys of the design that this version does not implement. Each is refused by name, never silently ignored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemawarden.settings.problems import Problem
from schemawarden.settings.secrets import dotted

_KEYS: dict[tuple[str, ...], str] = {
    ("server", "approvals"): "Until the approval page comes, humans approve with `schemawarden approve`.",
    ("targets", "*", "committed_only"): "This version takes the workspace's files as they are.",
    ("targets", "*", "reads_allowed"): "This version gives agents no way to read rows.",
    ("targets", "*", "desired", "program"): 'List the schema\'s files: desired = ["schema.sql"].',
}
_DIALECTS = {
    "mysql": "It comes with a later version; this one works on postgresql and sqlite.",
    "mariadb": "It comes with a later version; this one works on postgresql and sqlite.",
}


def later_keys_at(path: tuple[object, ...]) -> tuple[str, ...]:
    """Names of later keys in the table at `path`: someone who misspells one should learn that it is not there yet."""
    return tuple(keys[-1] for keys in _KEYS if _matches(keys[:-1], path))


def take_out(document: dict[str, Any]) -> list[Problem]:
    """Remove what belongs to later versions from `document`, and say so for each."""
    found = [_take_out_key(table, path, hint) for table, path, hint in list(_places(document))]
    targets = document.get("targets")
    for alias, target in targets.items() if isinstance(targets, dict) else ():
        if isinstance(target, dict):
            found += _later_values(alias, target)
    return found


def _places(document: dict[str, Any]) -> Iterator[tuple[dict[str, Any], tuple[str, ...], str]]:
    for keys, hint in _KEYS.items():
        for table, path in _tables(document, keys[:-1], ()):
            if keys[-1] in table:
                yield table, (*path, keys[-1]), hint


def _tables(
    table: Any, keys: tuple[str, ...], path: tuple[str, ...]
) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
    if not isinstance(table, dict):
        return
    if not keys:
        yield table, path
        return
    for name in list(table) if keys[0] == "*" else [key for key in keys[:1] if key in table]:
        yield from _tables(table[name], keys[1:], (*path, name))


def _take_out_key(table: dict[str, Any], path: tuple[str, ...], hint: str) -> Problem:
    del table[path[-1]]
    if path[-1] == "program":
        table.setdefault("files", [])
    return _not_yet(f"`{dotted(path)}` is a key of a later version.", hint)


def _later_values(alias: str, target: dict[str, Any]) -> Iterator[Problem]:
    dialect = target.get("dialect")
    if isinstance(dialect, str) and dialect in _DIALECTS:
        target["dialect"] = "sqlite"
        path = dotted(("targets", alias, "dialect"))
        yield _not_yet(f"`{path}` {dialect} is not in this version.", _DIALECTS[dialect])
    if isinstance(target.get("workspace"), dict):
        target["workspace"] = "."
        path = dotted(("targets", alias, "workspace"))
        yield _not_yet(f"`{path}` as a table is not in this version.", "Give the directory's path.")


def _not_yet(message: str, hint: str) -> Problem:
    return Problem("CONFIG_NOT_YET", message, hint)


def _matches(keys: tuple[str, ...], path: tuple[object, ...]) -> bool:
    return len(keys) == len(path) and all(key in ("*", step) for key, step in zip(keys, path, strict=True))
