"""When two names mean one table, and how a name is written: folding, schemas that are left out, quotes.

PostgreSQL's parser has folded names already, so that `Users` in quotes stays another table than `users`; SQLite compares
without regard to case, and so does MySQL, as far as we can tell. An unqualified name means a table of the scope's first schema; on
MySQL, where a schema is a database, that is the one the target names.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemawarden_policy.facts import Schema, Table
from schemawarden_policy.lexing import comparable, fold
from schemawarden_policy.migration import Migration
from schemawarden_policy.settings import Settings
from schemawarden_policy.spelling import ident, ident_folded, ident_ticked
from schemawarden_policy.statement import Dialect


@dataclass(frozen=True, slots=True)
class Names:
    """The rules of names on one target."""

    dialect: Dialect
    home: str
    """The schema that an unqualified name means."""
    passing: str
    """The schema of temporary tables."""

    def fold(self, name: str) -> str:
        """The name as the server compares it."""
        return comparable(name, self.dialect)

    def key(self, table: str, schema: str = "") -> tuple[str, str]:
        """(schema, table): equal for two spellings of one table."""
        return self.fold(schema) or self.home, self.fold(table)

    def letters(self, table: str) -> str:
        """A table's name as a careful reader compares it: on MySQL most servers tell `Users` from `users`."""
        return table if self.dialect in (Dialect.MYSQL, Dialect.MARIADB) else self.fold(table)

    def place(self, table: str, schema: str = "") -> tuple[str, str]:
        """(schema, table), told apart as by `letters`."""
        return self.fold(schema) or self.home, self.letters(table)

    def key_of(self, written: str) -> tuple[str, str]:
        """The key of a name that may carry its schema before a dot: "audit.users"."""
        schema, _, table = written.rpartition(".")
        return self.key(table, schema)

    def find(self, schema: Schema | None, table: str, where: str = "") -> Table | None:
        """The table of that name in a known schema, or None."""
        if schema is None:
            return None
        if self.dialect is not Dialect.POSTGRESQL:
            return schema.table(table)
        wanted = self.key(table, where)
        return next((t for t in schema.tables if self.key(t.name, t.schema) == wanted), None)

    def sql(self, name: str, schema: str = "") -> str:
        """The name as SQL, with the schema that the statement gave."""
        spell = _SPELLING[self.dialect]
        return f"{spell(schema)}.{spell(name)}" if schema else spell(name)


_SPELLING = {
    Dialect.SQLITE: ident,
    Dialect.POSTGRESQL: ident_folded,
    Dialect.MYSQL: ident_ticked,
    Dialect.MARIADB: ident_ticked,
}
_NOWHERE = "."
"""No schema's name: on MySQL a temporary table stands in the schema of the others."""


def names_of(migration: Migration, settings: Settings) -> Names:
    if migration.dialect is Dialect.POSTGRESQL:
        return Names(migration.dialect, settings.default_schema, "pg_temp")
    if migration.dialect is not Dialect.SQLITE:
        return Names(migration.dialect, fold(next(iter(settings.schemas), "")), _NOWHERE)
    return Names(migration.dialect, "main", "temp")


def shown(name: str, schema: str = "") -> str:
    """The name as the statement gives it: with its schema, when there is one."""
    return f"{schema}.{name}" if schema else name
