"""The kinds of database on which the two are compared.

A ground hands out empty databases, each by the two names that the CLI and the engine have for it.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import asyncpg

from tests import postgres

Row = tuple[Any, ...]
_DEV_DATABASES = {"analyze": 1, "plan": 2, "diff": 2}
"""How many the engine uses for a request."""


class Database(Protocol):
    """One database with the scope of its ground."""

    @property
    def cli(self) -> str:
        """Its URL for the CLI."""

    @property
    def engine(self) -> str:
        """Its URL for the engine."""

    def rows(self, query: str) -> list[Row]: ...

    def history_columns(self) -> list[Row]:
        """The definition of Atlas's history table, as the database tells it."""

    def contents(self) -> list[Row]:
        """All that migrations made, as far as it has a name and columns."""


class Ground(Protocol):
    name: str
    dialect: str
    history: str
    """The history table as a query names it."""

    def database(self) -> Database:
        """A new and empty one."""

    def dev(self) -> str:
        """The URL of an empty dev database for one call of the CLI."""

    def words(self, message: str) -> str:
        """A database's own message, without what a driver puts around it."""

    def scope(self, op: str) -> dict[str, Any]:
        """What a request to the engine says of its scope, and the dev databases that it needs."""


@dataclass(frozen=True)
class SqliteFile:
    path: Path

    @property
    def cli(self) -> str:
        return f"sqlite://{self.path}"

    @property
    def engine(self) -> str:
        return f"sqlite://{self.path}?mode=rw"

    def rows(self, query: str) -> list[Row]:
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            return connection.execute(query).fetchall()

    def history_columns(self) -> list[Row]:
        return self.rows("SELECT sql FROM sqlite_master WHERE name = 'atlas_schema_revisions'")

    def contents(self) -> list[Row]:
        return self.rows(
            "SELECT type, name, sql FROM sqlite_master WHERE tbl_name <> 'atlas_schema_revisions' ORDER BY 1, 2"
        )


class Sqlite:
    name = dialect = "sqlite"
    history = "atlas_schema_revisions"

    def __init__(self, directory: Path) -> None:
        self._paths = (directory / f"{number}.db" for number in itertools.count())

    def database(self) -> SqliteFile:
        path = next(self._paths)
        path.touch()
        return SqliteFile(path)

    def dev(self) -> str:
        return "sqlite://dev?mode=memory"

    def words(self, message: str) -> str:
        return re.sub(r"^SQL logic error: (.*) \(\d+\)$", r"\1", message)

    def scope(self, op: str) -> dict[str, Any]:
        return {}


@dataclass(frozen=True)
class PostgresDatabase:
    database: postgres.Database
    schema: str
    """The one schema in scope, or empty for the whole database."""

    @property
    def cli(self) -> str:
        return self.engine + (f"&search_path={self.schema}" if self.schema else "")

    @property
    def engine(self) -> str:
        return self.database.url

    def rows(self, query: str) -> list[Row]:
        return asyncio.run(self._rows(query))

    async def _rows(self, query: str) -> list[Row]:
        connection = await asyncpg.connect(**self.database.connect)
        try:
            return [tuple(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    def history_columns(self) -> list[Row]:
        return self.rows(
            "SELECT column_name, data_type, is_nullable, column_default, character_maximum_length,"
            " (SELECT string_agg(conname || ' ' || pg_get_constraintdef(oid), ', ') FROM pg_constraint"
            "  WHERE conrelid::regclass::text LIKE '%atlas_schema_revisions')"
            " FROM information_schema.columns WHERE table_name = 'atlas_schema_revisions'"
            " ORDER BY ordinal_position"
        )

    def contents(self) -> list[Row]:
        return self.rows(
            "SELECT c.oid::regclass::text, c.relkind::text, array_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)"
            "  || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END ORDER BY a.attnum)::text"
            " FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
            " WHERE c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace)"
            "  AND c.relname NOT LIKE 'atlas_schema_revisions%' GROUP BY c.oid, c.relkind ORDER BY 1"
        )


class Pool:
    """Databases of one server. They are emptied and used again: making one costs more than emptying it."""

    def __init__(self, server: postgres.Server) -> None:
        self._server = server
        self._free: list[postgres.Database] = []
        self._taken: list[postgres.Database] = []

    def take(self) -> postgres.Database:
        database = self._free.pop() if self._free else asyncio.run(self._server.new_database())
        self._taken.append(database)
        return database

    def empty(self) -> None:
        """All that were taken are free again."""
        for database in self._taken:
            asyncio.run(self._server.execute(_EMPTY, database.name))
        self._free += self._taken
        self._taken = []


_EMPTY = """
DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', name);
  END LOOP;
END $$;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
COMMENT ON SCHEMA public IS 'standard public schema';
"""


class Postgres:
    dialect = "postgresql"

    def __init__(self, pool: Pool, schemas: Sequence[str]) -> None:
        """One schema: unqualified names live there. None or several: the names carry their schema."""
        self._pool = pool
        self._schemas = list(schemas)
        self._schema = schemas[0] if len(schemas) == 1 else ""
        self.name = "postgres" if self._schema else "postgres-database"
        self.history = f"{self._schema or 'atlas_schema_revisions'}.atlas_schema_revisions"

    def words(self, message: str) -> str:
        return re.sub(r"( at .*column \d+)? \([0-9A-Z]{5}\)$", "", message)

    def database(self) -> PostgresDatabase:
        return PostgresDatabase(self._pool.take(), self._schema)

    def dev(self) -> str:
        return self.database().cli

    def scope(self, op: str) -> dict[str, Any]:
        dev = [self.database().engine for _ in range(_DEV_DATABASES.get(op, 0))]
        return {"dev_urls": dev} | ({"schemas": self._schemas} if self._schemas else {})
