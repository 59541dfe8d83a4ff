"""What a statement does to the session, the server or the world outside, and code that it runs unseen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pragma:
    """A setting: PRAGMA name = value, PRAGMA name(value), SET name = value."""

    name: str
    """Lower case."""
    value: str | None
    """As written, without quotes; None for a query. For SET name TO DEFAULT and RESET name "DEFAULT"."""
    schema: str = ""
    local: bool = False
    """SET LOCAL."""


@dataclass(frozen=True, slots=True)
class TransactionControl:
    verb: str
    """Upper-case first word: BEGIN, COMMIT, END, ROLLBACK, SAVEPOINT, RELEASE."""


@dataclass(frozen=True, slots=True)
class Attach:
    """ATTACH, DETACH, VACUUM INTO: another file is reached."""

    verb: str


@dataclass(frozen=True, slots=True)
class CallFunction:
    """A function that reaches outside the database: load_extension, readfile, writefile, pg_read_file, dblink, lo_import ..."""

    function: str


@dataclass(frozen=True, slots=True)
class OutsideServer:
    """A statement that reaches the server's host or another server: COPY ... PROGRAM, COPY to or from a file, LOAD, a
    foreign server or user mapping, an untrusted language, a subscription."""

    verb: str
    """Upper-case words: "COPY TO PROGRAM"."""


@dataclass(frozen=True, slots=True)
class ClusterStatement:
    """A statement about more than this database: ALTER SYSTEM, roles, databases, tablespaces."""

    verb: str
    """Upper-case words: "CREATE ROLE"."""
    name: str = ""
    attributes: tuple[str, ...] = ()
    """What a role may do from here on, upper case: SUPERUSER, CREATEROLE, BYPASSRLS ..."""


@dataclass(frozen=True, slots=True)
class RoleChange:
    """SET ROLE, SET SESSION AUTHORIZATION, RESET ROLE: who acts from here on."""

    verb: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class RunRoutine:
    """A call of code that the statement does not show: CALL, DO, or a function that is not the server's own."""

    name: str
    """The routine's name; "DO" for an anonymous block."""
    reason: str
    """What is not known: "dynamic SQL", "a function of this database" ..."""
    injects: str = ""
    """What a DO block puts unquoted into SQL that it builds: the text of the value."""


@dataclass(frozen=True, slots=True)
class LockTable:
    tables: tuple[str, ...]
    mode: str
    """As pg_locks has it, without "Lock": "AccessExclusive"."""


@dataclass(frozen=True, slots=True)
class Maintain:
    verb: str
    """VACUUM, VACUUM FULL, REINDEX, ANALYZE, CLUSTER, REFRESH MATERIALIZED VIEW."""
    name: str = ""
    concurrently: bool = False
