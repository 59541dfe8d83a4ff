"""What kind of constraint a name means: by the statement, by what the change set adds under it, by the schema before, else by
the name's convention. The endings are those that PostgreSQL, MySQL, MariaDB and the usual tools choose by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from schemawarden_policy.change import AddConstraint, CreateTable, DropColumn, DropConstraint, DropTable
from schemawarden_policy.facts import Schema
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import Names
from schemawarden_policy.statement import Statement

_CONVENTIONS = (
    ("primary_key", re.compile(r"(?i)^pk_|(_pkey|_pk)\d*$|^primary$")),
    ("foreign_key", re.compile(r"(?i)^fk_?|_fk_|(_fkey|_fk|_foreign|_ibfk_\d+|_fk\d+)\d*$")),
    ("check", re.compile(r"(?i)^(ck|chk|check)_|_(check|chk|ck|not_null|notnull)(_?\d+)?$")),
    ("unique", re.compile(r"(?i)^(uq|uk|unique|uniq|uidx|ux)_|_(key|uq|uk|uniq|unique)\d*$|_uniq")),
)


_DIGEST = re.compile(r"(?:^|_)(?=[a-f]*[0-9])[0-9a-f]{8,}$")
_NUMBERED = re.compile(
    r"(?i)(fk|chk)_rails_[0-9a-f]+|(fk|uq|chk)_[0-9a-f]{20,}|.*_(ibfk|chk)_\d+|constraint_\d+"
)
"""Names that speak of no column."""


@dataclass(frozen=True, slots=True)
class Added:
    """A constraint that the change set puts on a table."""

    statement: Statement
    table: tuple[str, str]
    name: str
    kind: str
    columns: tuple[str, ...]
    expression: str
    using_index: str = ""
    created: bool = False
    """CREATE TABLE brings it along."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A column that the change set drops, or with an empty column a table."""

    file: str
    statement: int
    table: tuple[str, str]
    column: str


@dataclass(frozen=True, slots=True)
class Constraints:
    """The constraints that a change set adds, in running order."""

    names: Names
    before: Schema | None
    added: tuple[Added, ...]
    dropped: tuple[Gone, ...]

    def on(self, change: DropConstraint, kind: str = "") -> Iterator[Added]:
        """Those that are added to the table of a drop, before or after it."""
        key = self.names.key(change.table, change.schema)
        return (each for each in self.added if each.table == key and kind in ("", each.kind))

    def named(self, change: DropConstraint) -> Added | None:
        """The constraint of that name, if the change set adds it."""
        wanted = self.names.fold(change.name)
        return next((each for each in self.on(change) if self.names.fold(each.name) == wanted), None)

    def replacement(self, change: DropConstraint, kind: str = "") -> Added | None:
        """The constraint that takes the place of a dropped one: of its name, or about the columns that its name speaks of.
        One of its name that was added before makes the dropped one new itself."""
        added = [each for each in self.on(change, kind) if not each.created]
        same = (each for each in added if self.names.fold(each.name) == self.names.fold(change.name))
        alike = (
            each for each in added if _NUMBERED.fullmatch(change.name) or about(change.name, each.columns)
        )
        return next(same, None) or next(alike, None)

    def goes_along(self, statement: Statement, change: DropConstraint) -> bool:
        """The same file drops a column of the constraint, or its table: then nothing is left to keep right."""
        key, own = self.names.key(change.table, change.schema), self.named(change)
        for drop in self.dropped:
            if drop.file != statement.place.file or drop.table != key:
                continue
            together = (
                drop.statement == statement.place.statement and own is None and tells_nothing(change.name)
            )
            if not drop.column or together or about(change.name, (drop.column,)):
                return True
            if own is not None and drop.column in own.columns:
                return True
        return False

    def kind_of(self, change: DropConstraint) -> str:
        """primary_key, foreign_key, check, unique, exclude, not_null; empty when it can't be told."""
        if change.kind:
            return change.kind
        if found := self.named(change):
            return found.kind
        return self._known(change) or convention(change.name)

    def _known(self, change: DropConstraint) -> str:
        """An index of that name stands behind a unique constraint."""
        table = self.names.find(self.before, change.table, change.schema)
        wanted = self.names.fold(change.name)
        indexes = table.indexes if table else ()
        return next(
            ("unique" if i.unique else "exclude" for i in indexes if self.names.fold(i.name) == wanted), ""
        )


def convention(name: str) -> str:
    """The kind that a name speaks of."""
    return next((kind for kind, pattern in _CONVENTIONS if pattern.search(name)), "")


def tells_nothing(name: str) -> bool:
    """The name is made of a digest, as Rails' `fk_rails_5b5ddfd518`, and speaks of no column."""
    return _DIGEST.search(name) is not None


def about(name: str, columns: tuple[str, ...]) -> bool:
    """The name speaks of each of the columns: posts_author_fkey of author, fk_posts_author of author_id."""
    stems = [re.escape(column.lower().removesuffix("_id")) for column in columns]
    return bool(stems) and all(re.search(rf"(?:^|_){stem}(?:_|\d|$)", name.lower()) for stem in stems)


def constraints_of(migration: Migration, names: Names) -> Constraints:
    added, gone = tuple(_added(migration, names)), tuple(_gone(migration, names))
    return Constraints(names, migration.facts.before, added, gone)


def _gone(migration: Migration, names: Names) -> Iterator[Gone]:
    for statement in migration.statements():
        place = statement.place
        for change in statement.changes:
            if isinstance(change, DropColumn | DropTable):
                column = change.column if isinstance(change, DropColumn) else ""
                yield Gone(place.file, place.statement, names.key(change.table, change.schema), column)


def _added(migration: Migration, names: Names) -> Iterator[Added]:
    for statement in migration.statements():
        for change in statement.changes:
            if isinstance(change, AddConstraint):
                key = names.key(change.table, change.schema)
                expression, index = change.expression, change.using_index
                yield Added(statement, key, change.name, change.kind, change.columns, expression, index)
            elif isinstance(change, CreateTable):
                key = names.key(change.table, change.schema)
                for own in change.constraints:
                    yield Added(statement, key, own.name, own.kind, own.columns, own.expression, created=True)
