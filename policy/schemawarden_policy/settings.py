"""The operator's policy as the checks need it. Built from schemawarden.toml by the server; frozen, digestible."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Mode(StrEnum):
    """Which verdict a finding's severity leads to; the table is in `verdict`."""

    STRICT = "strict"
    WARNING_SENSITIVE = "warning-sensitive"
    ERROR_ONLY = "error-only"


@dataclass(frozen=True, slots=True)
class Naming:
    """Regular expressions that names introduced now must match in full; empty: no rule."""

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
class Settings:
    mode: Mode = Mode.STRICT
    disposable: bool = False
    """The target is a throw-away local database; only then error-only mode is honoured."""
    severities: dict[str, str] = field(default_factory=dict)
    """Rule id -> "off" | "notice" | "warning" | "error". A forbidden rule can't be changed."""
    naming: Naming = field(default_factory=Naming)
    protected: tuple[str, ...] = ()
    """Patterns (fnmatch, case-insensitive) of tables that no migration may touch without an approval."""
    limits: Limits = field(default_factory=Limits)
    default_schema: str = "public"
    """The schema that an unqualified name means (PostgreSQL): the scope's first."""
    schemas: tuple[str, ...] = ()
    """The schemas that the target covers (PostgreSQL); empty: the whole database."""
    owner_role: str = ""
    """The role to which a migration may change with SET ROLE (PostgreSQL); empty: none."""
