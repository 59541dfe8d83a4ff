"""Rules in Python, from packages that the operator installed beside schemawarden and named in `policy.plugins`.

- Only the environment's own directories are searched, by their names and for their modules. The current directory, PYTHONPATH
  and a workspace have no say, wherever the process was started.
- A package gives its rules under the entry point group `schemawarden.rules`: one Rule, or a tuple of them.
- Its name, version and the digest of its source are a part of the policy's digest.
"""

from __future__ import annotations

import hashlib
import importlib
import site
import sys
import sysconfig
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec, PathFinder
from importlib.metadata import Distribution, EntryPoint
from importlib.util import module_from_spec
from pathlib import Path

from schemawarden.settings.trust import inside, open_to_others
from schemawarden_policy.plugged import plugged
from schemawarden_policy.rule import Rule

GROUP = "schemawarden.rules"


class BadPluginError(ValueError):
    """A plugin can't be taken. The text says why, in words that follow the plugin's name."""


@dataclass(frozen=True, slots=True)
class Plugin:
    name: str
    version: str
    sha256: str
    """Of the source files of its module, names included."""
    rules: tuple[Rule, ...] = field(compare=False)


def load_plugin(name: str, taken: Collection[str], workspaces: Collection[Path]) -> Plugin:
    """The plugin's rules; `taken` are the ids and aliases of other rules. Raises BadPluginError."""
    places = [place for place in _places() if not any(inside(Path(place) / "x", each) for each in workspaces)]
    found = next(iter(Distribution.discover(name=name, path=places)), None)
    if found is None:
        raise BadPluginError("is not installed in the environment that schemawarden runs in")
    points = [point for point in found.entry_points if point.group == GROUP]
    if not points:
        raise BadPluginError(f"has no entry point of the group {GROUP}")
    digest, rules = hashlib.sha256(), list[Rule]()
    with _only(places):
        for point in points:
            spec = _spec(point, places)
            _add(digest, spec)
            names = {known for rule in rules for known in (rule.id, *rule.aliases)}
            rules += _rules(point, spec, {*taken, *names})
    return Plugin(name, found.version, digest.hexdigest(), tuple(rules))


def _places() -> list[str]:
    """Where pip installs to."""
    paths = sysconfig.get_paths()
    users = [site.getusersitepackages()] if site.ENABLE_USER_SITE else []
    return list(dict.fromkeys([paths["purelib"], paths["platlib"], *users]))


@contextmanager
def _only(places: list[str]) -> Iterator[None]:
    """Imports find the standard library and the environment, and nothing that was put before them."""
    paths = sysconfig.get_paths()
    kept, before = [paths["stdlib"], paths["platstdlib"], *places], list(sys.path)
    own = [entry for entry in before if any(entry == each or entry.startswith(f"{each}/") for each in kept)]
    sys.path[:] = [*own, *(place for place in places if place not in own)]
    try:
        yield
    finally:
        sys.path[:] = before


def _spec(point: EntryPoint, places: list[str]) -> ModuleSpec:
    top = point.module.partition(".")[0]
    spec = PathFinder.find_spec(top, places)
    if spec is None or spec.origin is None or spec.loader is None:
        raise BadPluginError(
            f"has no module {top} there; a package in development has to be installed for good"
        )
    if any(open_to_others(file.stat()) for file in _files(spec)):
        raise BadPluginError("has source files that other users can change")
    known = sys.modules.get(top)
    if known is not None and getattr(known.__spec__, "origin", None) != spec.origin:
        raise BadPluginError(f"gives a module {top}, but another one of that name is loaded")
    return spec


def _files(spec: ModuleSpec) -> list[Path]:
    assert spec.origin is not None, "checked"
    if not spec.submodule_search_locations:
        return [Path(spec.origin)]
    files = (file for place in spec.submodule_search_locations for file in Path(place).rglob("*"))
    return sorted(file for file in files if file.is_file() and "__pycache__" not in file.parts)


def _add(digest: hashlib._Hash, spec: ModuleSpec) -> None:
    root = Path(spec.origin or "").parent
    for file in _files(spec):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(root)}\0{len(content)}\0".encode())
        digest.update(content)


def _rules(point: EntryPoint, spec: ModuleSpec, taken: Collection[str]) -> tuple[Rule, ...]:
    try:
        found: object = _imported(point, spec)
        for attribute in point.attr.split(".") if point.attr else ():
            found = getattr(found, attribute)
    except Exception as error:
        raise BadPluginError(f"can't be imported: {type(error).__name__} in {point.module}") from error
    try:
        return plugged(found, taken)
    except ValueError as error:
        raise BadPluginError(str(error)) from error


def _imported(point: EntryPoint, spec: ModuleSpec) -> object:
    """The module, from the place that was looked at."""
    if spec.name not in sys.modules:
        module = module_from_spec(spec)
        sys.modules[spec.name] = module
        try:
            assert spec.loader is not None, "checked"
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[spec.name]
            raise
    return importlib.import_module(point.module)
