"""One change set as data: the pending files, split and parsed, with what is known about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from schemawarden_policy.facts import Facts
from schemawarden_policy.statement import Dialect, Statement


@dataclass(frozen=True, slots=True)
class Directive:
    """A `-- atlas:NAME args` comment. Data, never an instruction to us."""

    name: str
    args: str
    line: int
    header: bool
    """It stands at the head of the file, where Atlas would honour it for the whole file."""


@dataclass(frozen=True, slots=True)
class MigrationFile:
    name: str
    text: str
    statements: tuple[Statement, ...]
    directives: tuple[Directive, ...] = ()
    split_error: str = ""
    """Why the file could not be split; `statements` is empty then."""
    alone: bool = False
    """Its runner, which is not Atlas, is known to open no transaction for it."""

    @property
    def version(self) -> str:
        """The part of the name before the first underscore or dot, as Atlas reads it."""
        return self.name.removesuffix(".sql").split("_", 1)[0]


def tx_mode(file: MigrationFile) -> str:
    """ "none" when the runner would open no transaction for the file, as Atlas's `-- atlas:txmode` says; else "file"."""
    if file.alone:
        return "none"
    return next((d.args for d in file.directives if d.name == "txmode" and d.header), "file")


@dataclass(frozen=True, slots=True)
class Migration:
    """The pending files of one target, in the order in which they would run."""

    dialect: Dialect
    files: tuple[MigrationFile, ...]
    facts: Facts
    worked_out: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What follows from the rest and many rules ask for, by a name of its own."""

    def statements(self) -> Iterator[Statement]:
        """All statements in running order."""
        for file in self.files:
            yield from file.statements
