"""What is known about the world besides the text: schemas before and after, what the rehearsal saw, what Atlas said.

Every field may be absent. Absence never softens a verdict; it is named in the report's coverage.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    null: bool = True
    default: str | None = None
    generated: str | None = None


@dataclass(frozen=True, slots=True)
class Index:
    name: str
    columns: tuple[str, ...] = ()
    """Column names; an expression's own text where there is no column."""
    unique: bool = False
    partial: bool = False
    """It has a predicate, so it says nothing of the other rows."""


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    indexes: tuple[Index, ...] = ()
    """Those that somebody created, by themselves or for a constraint, but for the primary key."""
    triggers: tuple[str, ...] = ()
    referenced_by: tuple[str, ...] = ()
    """Tables with a foreign key to this one."""
    replaces: bool = False
    """Some constraint of it says ON CONFLICT REPLACE: a plain INSERT may delete rows (SQLite)."""
    schema: str = ""
    """Where it stands (PostgreSQL); empty: in the schema that an unqualified name means."""
    partition_of: str = ""
    """The partitioned table that it is a part of, "schema.table" (PostgreSQL)."""
    partitioned: bool = False
    rows: int | None = None
    """The server's estimate; None when nobody asked."""
    bytes: int | None = None
    """Of the table; None when nobody asked."""


@dataclass(frozen=True, slots=True)
class Schema:
    tables: tuple[Table, ...] = ()
    views: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    """Other objects as "kind name"."""

    def table(self, name: str) -> Table | None:
        """The table of that name, case-insensitively, or None."""
        wanted = name.lower()
        return next((table for table in self.tables if table.name.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing the rehearsal saw a statement do."""

    verb: str
    """created | dropped | changed | rows_inserted | rows_updated | rows_deleted | called: a routine that changes or deletes
    something may be set off, though it may not have been on an empty copy (PostgreSQL)."""
    object: str
    """table | column | index | constraint | view | materialized_view | trigger | sequence | type | enum | domain |
    routine | policy | rule | schema | extension | privilege | rows ..."""
    name: str
    """"users", "users.email" for a column. On PostgreSQL with the schema: "public.users", "public.users.email"."""


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock that a statement took on a relation that existed before it, and held to the end of its transaction."""

    mode: str
    """As pg_locks has it, without "Lock": "AccessExclusive", "ShareRowExclusive" ..."""
    relation: str
    """"public.users"."""


@dataclass(frozen=True, slots=True)
class StatementRun:
    """What the rehearsal saw of one statement."""

    file: str
    statement: int
    effects: tuple[Effect, ...] = ()
    error: str = ""
    """Why it failed on the disposable database; empty when it ran."""
    refused: str = ""
    """What the sandbox's authorizer denied ("ATTACH"); empty when nothing was."""
    seconds: float = 0.0
    locks: tuple[Lock, ...] = ()
    """Each mode on each relation, the strongest first (PostgreSQL)."""
    rewrites: tuple[str, ...] = ()
    """Relations that existed before and whose storage was written anew: "public.users", "public.users_pkey"."""
    notes: tuple[str, ...] = ()
    """What the server itself told of its work: 'verifying table "users"', 'building index ...'."""
    sqlstate: str = ""
    """Of the error: "42P01"."""
    position: int = -1
    """Where in the statement the server saw the error, in characters from 0; -1 when it did not say."""
    autocommit: bool = False
    """It ran outside a transaction, as it will on the target."""


@dataclass(frozen=True, slots=True)
class AnalyzerFinding:
    """A diagnostic of Atlas's own analyzers."""

    code: str
    text: str
    file: str
    statement: int


@dataclass(frozen=True, slots=True)
class History:
    """How the files fit what the target has applied."""

    applied: tuple[str, ...] = ()
    """Versions in the target's revisions table."""
    rewritten: tuple[str, ...] = ()
    """Applied files whose text is no longer what was applied."""
    missing: tuple[str, ...] = ()
    """Applied versions that have no file any more."""
    out_of_order: tuple[str, ...] = ()
    """Pending files that sort before the newest applied one."""
    partial: tuple[str, ...] = ()
    """Versions that stopped in the middle."""
    baseline: str = ""
    """The first file, when the target has exactly its schema and no history: it is recorded and not run."""
    drift: tuple[str, ...] = ()
    """How the live schema differs from what the applied files make, in words."""
    sum_problem: str = ""
    """What is wrong with atlas.sum; empty when it fits."""
    waivers: frozenset[str] = frozenset()
    """Normal forms of the waivers that stand in applied files (`allow.normal_form`)."""


@dataclass(frozen=True, slots=True)
class Gap:
    """An eye that was closed: something the check could not see."""

    eye: str
    """rehearsal | schema | analyzers | history | split | object"""
    reason: str


@dataclass(frozen=True, slots=True)
class Facts:
    before: Schema | None = None
    after: Schema | None = None
    runs: tuple[StatementRun, ...] | None = None
    analyzers: tuple[AnalyzerFinding, ...] | None = None
    engine_statements: dict[str, tuple[str, ...]] | None = None
    """File name -> the statements into which Atlas's own lexer splits it."""
    history: History = field(default_factory=History)
    outside: tuple[str, ...] = ()
    """What a replay of the pending files makes outside of the target's schemas: "table audit.events"."""
    gaps: tuple[Gap, ...] = ()
    server_version: str = ""
    """"15.4", "10.11.6-MariaDB": it begins with numbers. Empty when it is not known."""
    time_zone: str = ""
    """The session's, as a migration would find it; empty when it is not known."""
    lock_timeout: str = ""
    """What the runner, the role or the database sets before a migration; empty when nothing does, or it is not known."""
