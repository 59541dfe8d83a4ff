"""The lint block of an atlas.hcl, as the [policy] that comes closest.

- The file is the workspace's: it is read by the operator, once, and printed. Nothing of it counts by itself.
- Nothing is evaluated. What is not a literal, what has no counterpart and what nobody here knows is left out, and told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from schemawarden.cli.policy.hcl import NOT_LITERAL, BadHclError, Block, read_hcl
from schemawarden.errors import InputError
from schemawarden_policy.catalog import UnknownRuleError, rules_named
from schemawarden_policy.rule import Rule, Severity
from schemawarden_policy.visible import visible

ANALYZERS = {
    "destructive": ("DS101", "DS102", "DS103"),
    "incompatible": ("BC101", "BC102", "BC103", "BC104"),
    "data_depend": ("MF101", "MF102", "MF103", "MF104", "LT101"),
    "concurrent_index": ("PG101", "PG102", "PG103"),
    "condrop": ("CD101", "CD102", "CD103"),
    "naming": ("NM101", "NM102", "NM103", "NM104", "NM105", "NM106"),
    "nestedtx": ("TX201",),
    "non_linear": ("non-linear-history",),
}
"""Atlas's analyzers -> what they report."""
_SWITCHES = {"check_create": "PG101", "check_drop": "PG102", "check_txmode": "PG103"}
_KINDS = ("schema", "table", "column", "index", "foreign_key", "check")
_ELSEWHERE = {
    "latest": "all pending files are looked at, never the newest ones alone",
    "git": "all pending files are looked at; `schemawarden check --since` compares with a commit",
    "review": "the target's mode decides what needs a human",
    "log": "results have formats of their own",
    "format": "results have formats of their own",
    "ownership": "owners are named in a file of the operator's (policy.owners)",
    "rule": "rules of your own are written under [[policy.custom]]",
}
_GLOB = re.compile(r"\^?([A-Za-z0-9_]*)(\.[*+])\$?|\^([A-Za-z0-9_]+)")
_MOST_BYTES = 1_048_576


@dataclass(frozen=True, slots=True)
class LeftOut:
    key: str
    why: str


@dataclass(slots=True)
class Imported:
    rules: dict[str, str] = field(default_factory=dict)
    naming: dict[str, str] = field(default_factory=dict)
    allow_drop: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def policy(self) -> dict[str, object]:
        found = {"allow_drop": self.allow_drop, "rules": self.rules, "naming": self.naming}
        return {key: value for key, value in found.items() if value}

    def toml(self) -> str:
        """The section, with what was left out as comments behind it."""
        lines = ["[policy]"]
        lines += [f"allow_drop = {json.dumps(self.allow_drop)}"] if self.allow_drop else []
        for name, table in (("rules", self.rules), ("naming", self.naming)):
            if table:
                pairs = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items())
                lines += ["", f"[policy.{name}]", *pairs]
        if self.left_out:
            told = (f"#   {visible(each.key, keep='')}: {each.why}" for each in self.left_out)
            lines += ["", "# Left out:", *told]
        return "\n".join(lines) + "\n"


def read_project(path: Path) -> Block:
    """The file as it is written. Raises InputError HCL_UNREADABLE or HCL_INVALID."""
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES).decode()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise InputError("HCL_UNREADABLE", f"{path} can't be read: {why}.", "Name an atlas.hcl.") from None
    try:
        return read_hcl(text)
    except (BadHclError, RecursionError) as error:
        line = error.line if isinstance(error, BadHclError) else 1
        raise InputError(
            "HCL_INVALID", f"{path}, line {line}: {error}.", "Is it an atlas.hcl, as Atlas itself reads it?"
        ) from None


def imported(project: Block, env: str = "") -> Imported:
    """What the lint blocks correspond to: the file's, and with `env` that environment's over it.

    Raises InputError ENV_UNKNOWN or LINT_MISSING.
    """
    blocks = project.inner("lint")
    if env:
        blocks = [*blocks, *_environment(project, env).inner("lint")]
    if not blocks:
        told = f" or in its environment {env!a}" if env else ""
        names = ", ".join(_names(project)) or "none"
        raise InputError(
            "LINT_MISSING",
            f"There is no lint block in the file{told}.",
            f"Its environments (--env): {names}.",
        )
    result = Imported()
    for block in blocks:
        _lint(block, result)
    return result


def _environment(project: Block, env: str) -> Block:
    found = next((block for block in project.inner("env") if block.labels == (env,)), None)
    if found is None:
        names = ", ".join(_names(project)) or "none"
        raise InputError("ENV_UNKNOWN", f"The file has no environment {env[:64]!a}.", f"It has: {names}.")
    return found


def _names(project: Block) -> list[str]:
    return [visible(block.labels[0], keep="") for block in project.inner("env") if block.labels]


def _lint(block: Block, result: Imported) -> None:
    for name in block.values:
        result.left_out.append(LeftOut(f"lint.{name}", _ELSEWHERE.get(name, "there is no such key here")))
    for inner in block.blocks:
        if inner.name in ANALYZERS:
            _analyzer(inner, result)
        elif inner.name == "check" and len(inner.labels) == 1:
            _check(inner, result)
        else:
            key = ".".join(["lint", inner.name, *inner.labels])
            result.left_out.append(LeftOut(key, _ELSEWHERE.get(inner.name, "there is no counterpart")))


def _analyzer(block: Block, result: Imported) -> None:
    handled = {"error"}
    error = _flag(block, "error", result)
    if error is not None:
        _weigh(ANALYZERS[block.name], error, f"lint.{block.name}.error", result)
    if block.name == "concurrent_index":
        handled |= set(_SWITCHES)
        for key, code in _SWITCHES.items():
            if _flag(block, key, result) is False:
                _set([code], "off", f"lint.{block.name}.{key}", result)
    if block.name == "naming":
        handled |= {"match"}
        _naming(block, result)
    for inner in block.blocks:
        key = f"lint.{block.name}.{inner.name}"
        if block.name == "destructive" and inner.name in ("allow_table", "allow_column"):
            _allow(inner, key, result)
        elif block.name != "naming" or inner.name not in _KINDS:
            result.left_out.append(LeftOut(key, "there is no counterpart"))
    _others(block, handled, f"lint.{block.name}", result)


def _check(block: Block, result: Imported) -> None:
    """`check "CODE" { skip = true }`."""
    key = f"lint.check.{block.labels[0]}"
    if _flag(block, "skip", result):
        _set([block.labels[0]], "off", key, result)
    elif (error := _flag(block, "error", result)) is not None:
        _weigh([block.labels[0]], error, key, result)
    _others(block, {"skip", "error"}, key, result)


def _weigh(codes: Iterable[str], error: bool, key: str, result: Imported) -> None:
    """`error = true` makes errors of what is less here, `error = false` warnings of what is an error."""
    for rule in _rules(codes, key, result):
        if rule.severity is Severity.FORBIDDEN:
            result.left_out.append(LeftOut(key, f"{rule.id} is forbidden here, and stays so"))
        elif error and rule.severity < Severity.ERROR:
            result.rules[rule.id] = "error"
        elif not error and rule.severity is Severity.ERROR:
            result.rules[rule.id] = "warning"
        else:
            result.rules.pop(rule.id, None)


def _set(codes: Iterable[str], word: str, key: str, result: Imported) -> None:
    for rule in _rules(codes, key, result):
        if rule.severity is Severity.FORBIDDEN:
            result.left_out.append(LeftOut(key, f"{rule.id} is forbidden here, and stays so"))
        else:
            result.rules[rule.id] = word


def _rules(codes: Iterable[str], key: str, result: Imported) -> Iterator[Rule]:
    for code in codes:
        try:
            yield from rules_named(code)
        except UnknownRuleError:
            result.left_out.append(LeftOut(key, f"no rule here is known as {visible(code, keep='')}"))


def _naming(block: Block, result: Imported) -> None:
    """The block's own pattern holds for every kind that has none of its own."""
    own = _match(block, "lint.naming", result)
    if own:
        result.naming.update(dict.fromkeys(_KINDS, own))
    for kind in _KINDS:
        for inner in block.inner(kind):
            if found := _match(inner, f"lint.naming.{kind}", result):
                result.naming[kind] = found
            _others(inner, {"match"}, f"lint.naming.{kind}", result)


def _match(block: Block, key: str, result: Imported) -> str:
    """The pattern as it is written here. Atlas searches names for it; so does a pattern with an anchor here."""
    if "match" not in block.values:
        return ""
    pattern = block.values["match"]
    if not isinstance(pattern, str) or not pattern.isprintable():
        _not_literal(f"{key}.match", pattern, result)
        return ""
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        result.left_out.append(LeftOut(f"{key}.match", "Python reads this regular expression otherwise"))
        return ""
    return pattern if pattern.startswith("^") or pattern.endswith("$") else f"^.*(?:{pattern})"


def _allow(block: Block, key: str, result: Imported) -> None:
    pattern = block.values.get("match")
    glob = _GLOB.fullmatch(pattern) if isinstance(pattern, str) else None
    if glob is None or not (glob[1] or glob[3]):
        if isinstance(pattern, str):
            result.left_out.append(
                LeftOut(f"{key}.match", "only a prefix such as `drop_.+` has a counterpart")
            )
        else:
            _not_literal(f"{key}.match", pattern, result)
        return
    name = f"{glob[1] or glob[3]}*"
    result.allow_drop.append(name if block.name == "allow_table" else f"*.{name}")
    _others(block, {"match"}, key, result)


def _flag(block: Block, name: str, result: Imported) -> bool | None:
    value = block.values.get(name)
    if value is not None and not isinstance(value, bool):
        _not_literal(f"lint.{'.'.join([block.name, *block.labels])}.{name}", value, result)
    return value if isinstance(value, bool) else None


def _not_literal(key: str, value: object, result: Imported) -> None:
    why = "it would have to be evaluated" if value is NOT_LITERAL else "its value is of another type"
    result.left_out.append(LeftOut(key, why))


def _others(block: Block, handled: set[str], key: str, result: Imported) -> None:
    for name in block.values:
        if name not in handled:
            result.left_out.append(LeftOut(f"{key}.{name}", "there is no counterpart"))
