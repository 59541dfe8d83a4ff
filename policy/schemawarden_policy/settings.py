"""The operator's policy as the checks need it. Built from schemawarden.toml by the server; frozen, digestible."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from schemawarden_policy.ownership import Ownership
from schemawarden_policy.rule import Rule


class Mode(StrEnum):
    """Which verdict a finding's severity leads to; the table is in `verdict`."""

    STRICT = "strict"
    WARNING_SENSITIVE = "warning-sensitive"
    ERROR_ONLY = "error-only"


@dataclass(frozen=True, slots=True)
class Naming:
    """Regular expressions for names introduced now; empty: no rule. One with `^` or `$` at an end is searched for in the
    name, any other must match the whole of it."""

    schema: str = ""
    table: str = ""
    column: str = ""
    index: str = ""
    foreign_key: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    files: int = 50
    """Pending files in one plan."""
    statements: int = 500
    """Statements in one plan."""
    bytes: int = 262_144
    """Size of all pending files together, UTF-8."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is otherwise in some schemas. What it leaves out is as everywhere."""

    schemas: tuple[str, ...]
    """Patterns (fnmatch, case-insensitive)."""
    severities: dict[str, str] = field(default_factory=dict)
    naming: dict[str, str] = field(default_factory=dict)
    """Fields of Naming."""
    protected: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What the operator takes upon himself: findings of a rule at some objects are notices."""

    rule: str
    objects: tuple[str, ...]
    """Patterns (`patterns`) of tables or columns, one for each that the finding names; "*" for all, also for findings that name
    none."""
    reason: str


@dataclass(frozen=True, slots=True)
class Settings:
    mode: Mode = Mode.STRICT
    disposable: bool = False
    """The target is a throw-away local database; only then error-only mode is honoured."""
    severities: dict[str, str] = field(default_factory=dict)
    """Rule id -> "off" | "notice" | "warning" | "error". A forbidden rule can't be changed."""
    naming: Naming = field(default_factory=Naming)
    small_rows: int = 10_000
    """A table with at most so many rows is small: what scans or locks it takes no time worth speaking of."""
    large_rows: int = 10_000_000
    """A table with at least so many is large."""
    protected: tuple[str, ...] = ()
    """Patterns (fnmatch, case-insensitive) of tables that no migration may touch without an approval."""
    limits: Limits = field(default_factory=Limits)
    default_schema: str = "public"
    """The schema that an unqualified name means (PostgreSQL): the scope's first."""
    schemas: tuple[str, ...] = ()
    """The schemas that the target covers (PostgreSQL); empty: the whole database."""
    owner_role: str = ""
    """The role to which a migration may change with SET ROLE (PostgreSQL); empty: none."""
    waivers: tuple[str, ...] = ()
    """Normal forms (`allow.normal_form`) of the waivers that the operator accepted."""
    scopes: tuple[Scope, ...] = ()
    """Of several that mean a schema the last counts."""
    allow_drop: tuple[str, ...] = ()
    """Patterns (`patterns`) of tables, or of columns as `table.column`, that may go: the operator put them aside by their names."""
    accept: tuple[Acceptance, ...] = ()
    steady: tuple[str, ...] = ()
    """Rules whose severity does not follow the size of tables."""
    ownership: Ownership | None = None
    custom: tuple[Rule, ...] = ()
    """The operator's own rules, asked after ours."""
