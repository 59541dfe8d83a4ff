"""One SQL statement as the policy sees it: its exact text, where it stands, and what it was understood to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from schemawarden_policy.change import Change


class Dialect(StrEnum):
    """The SQL languages that targets speak."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"
    MYSQL = "mysql"
    MARIADB = "mariadb"


class Kind(StrEnum):
    """What a statement is, coarsely. A closed set; whatever is not recognised with certainty is OPAQUE."""

    CREATE = "create"
    ALTER = "alter"
    DROP = "drop"
    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"
    QUERY = "query"
    SETTING = "setting"
    """PRAGMA and SET."""
    TRANSACTION = "transaction"
    """BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, END."""
    MAINTENANCE = "maintenance"
    """VACUUM, REINDEX, ANALYZE, CLUSTER, REFRESH, LOCK."""
    ATTACH = "attach"
    PRIVILEGE = "privilege"
    """GRANT, REVOKE, ALTER DEFAULT PRIVILEGES."""
    CALL = "call"
    """CALL, DO, EXECUTE, NOTIFY: code that the statement does not show."""
    OPAQUE = "opaque"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement starts."""

    file: str
    statement: int
    """0-based index of the statement in its file; -1 for the file as a whole."""
    line: int
    """1-based line of the statement's first character."""
    column: int = 1
    """1-based column, in characters."""


@dataclass(frozen=True, slots=True)
class RawStatement:
    """One piece of a split file, before parsing."""

    place: Place
    text: str
    """The statement's own characters, from its first token to its terminator; never re-printed."""
    offset: int
    """Position of `text` in the file, in UTF-8 bytes, as Atlas counts."""
    comments: tuple[str, ...] = ()
    """Comments that stand between the previous statement and this one, with their markers."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A parsed statement."""

    place: Place
    text: str
    kind: Kind
    changes: tuple[Change, ...]
    """What it does, in dialect-neutral words. Empty for OPAQUE."""
    opaque_reason: str = ""
    """Why the parser would not vouch for it; empty unless kind is OPAQUE."""
    comments: tuple[str, ...] = ()
