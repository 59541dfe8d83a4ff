"""What answers to the old name after a table has been renamed or moved: a view, or another table that takes its place.

Only what the same file makes afterwards counts; between two files old code may run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from schemawarden_policy.change import AlterTable, CreateObject, RenameTable
from schemawarden_policy.lexing import TokenKind, significant
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names
from schemawarden_policy.statement import Dialect, Statement

_COLUMN = r'(?:[\w"`\[\]]+\.)?(?:\*|[\w"`\[\]]+)'
_PLAIN = re.compile(
    rf'\bAS\s+SELECT\s+{_COLUMN}(?:\s*,\s*{_COLUMN})*\s+FROM\s+[\w"`.\[\]]+(?:\s+(?:AS\s+)?\w+)?\s*;?\s*$',
    re.IGNORECASE,
)
"""A view that shows all rows of one table."""


@dataclass(frozen=True, slots=True)
class StandIns:
    """(file, schema, name) -> the last statement that gives something that name."""

    names: Names
    views: dict[tuple[str, str, str], Statement]
    tables: dict[tuple[str, str, str], Statement]
    freed: dict[tuple[str, str, str], Statement]
    """The last statement that renames a table of that name."""

    def view(self, statement: Statement, table: str, schema: str) -> Statement | None:
        """The statement that makes a view under the old name, once `statement` has freed it."""
        return self._after(self.views, statement, table, schema, nearest=1)

    def table(self, statement: Statement, table: str, schema: str) -> Statement | None:
        """The one that renames another table to the old name; on MySQL a single RENAME TABLE must do both."""
        found = self._after(self.tables, statement, table, schema, nearest=0)
        mysql = self.names.dialect in (Dialect.MYSQL, Dialect.MARIADB)
        return None if mysql and found is not statement else found

    def takes_over(self, statement: Statement, new_name: str, schema: str) -> bool:
        """The new name is that of a table which the same file renames away: the other half of a swap."""
        found = self.freed.get((statement.place.file, *self.names.key(new_name, schema)))
        mysql = self.names.dialect in (Dialect.MYSQL, Dialect.MARIADB)
        return found is statement if mysql else found is not None

    def _after(
        self,
        made: dict[tuple[str, str, str], Statement],
        statement: Statement,
        table: str,
        schema: str,
        *,
        nearest: int,
    ) -> Statement | None:
        found = made.get((statement.place.file, *self.names.key(table, schema)))
        late = found is not None and found.place.statement >= statement.place.statement + nearest
        return found if late else None


def shows_all(view: Statement, dialect: Dialect) -> bool:
    """The view shows every row of one table, and its columns as they are."""
    tokens = significant(view.text, dialect)
    told = " ".join("''" if token.kind is TokenKind.STRING else token.text for token in tokens)
    return _PLAIN.search(told.replace(" . ", ".")) is not None


def stand_ins(migration: Migration, names: Names) -> StandIns:
    views: dict[tuple[str, str, str], Statement] = {}
    tables: dict[tuple[str, str, str], Statement] = {}
    freed: dict[tuple[str, str, str], Statement] = {}
    for statement, change in _makers(migration):
        if isinstance(change, CreateObject):
            views[statement.place.file, *names.key(change.name, change.schema)] = statement
        elif isinstance(change, RenameTable):
            tables[statement.place.file, *names.key(change.new_name, change.schema)] = statement
            freed[statement.place.file, *names.key(change.table, change.schema)] = statement
        else:
            tables[statement.place.file, *names.key(change.table, change.name)] = statement
    return StandIns(names, views, tables, freed)


def _makers(migration: Migration) -> Iterator[tuple[Statement, CreateObject | RenameTable | AlterTable]]:
    for statement in migration.statements():
        for change in statement.changes:
            if (
                isinstance(change, RenameTable)
                or (isinstance(change, CreateObject) and change.object == "view")
                or (isinstance(change, AlterTable) and change.form == "SET SCHEMA")
            ):
                yield statement, change
