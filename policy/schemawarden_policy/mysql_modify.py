"""What MODIFY and CHANGE do to a column of MySQL or MariaDB, one answer for each cause.

Both define the column whole, so that only its definition before tells what changes. Where that is not known, the text has
one answer: an expression, else a character set that it names, else NOT NULL after a backfill, else the type.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from schemawarden_policy.change import ColumnDef, ModifyColumn
from schemawarden_policy.contents import content_steps
from schemawarden_policy.facts import Column, Table
from schemawarden_policy.migration import Migration
from schemawarden_policy.mysql_alter import clauses, guarded
from schemawarden_policy.mysql_ranges import read_type
from schemawarden_policy.mysql_types import Members, charset_of, copies, members, recodes_freely
from schemawarden_policy.names import Names, names_of, shown
from schemawarden_policy.rule import Severity, Sighting
from schemawarden_policy.settings import Settings
from schemawarden_policy.statement import Dialect, Statement
from schemawarden_policy.version import at_least


class Aspect(StrEnum):
    TYPE = "type"
    CHARSET = "charset"
    NULLABILITY = "nullability"
    GENERATED = "generated"
    AUTO_INCREMENT = "auto_increment"
    MEMBER_INSERTED = "inserted"
    MEMBERS_REORDERED = "reordered"
    MEMBERS_GROWN = "grown"
    MEMBER_REMOVED = "removed"


_OF_MEMBERS = {
    Members.INSERTED: Aspect.MEMBER_INSERTED,
    Members.REORDERED: Aspect.MEMBERS_REORDERED,
    Members.GROWN: Aspect.MEMBERS_GROWN,
    Members.REMOVED: Aspect.MEMBER_REMOVED,
}
_OWN_CHARSET = ("CHAR", "VARCHAR", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT", "ENUM", "SET")


@dataclass(frozen=True, slots=True)
class Modification:
    statement: Statement
    change: ModifyColumn
    old: Column | None
    """As far as it is known."""
    aspects: frozenset[Aspect]

    @property
    def new(self) -> ColumnDef:
        return self.change.definition

    @property
    def kind(self) -> str:
        """ENUM, SET, VARCHAR ..."""
        return read_type(self.new.type).name

    @property
    def table(self) -> str:
        return shown(self.change.table, self.change.schema)

    @property
    def column(self) -> str:
        return f"{self.table}.{self.new.name}"

    def sighting(self, message: str, suggestion: str = "", severity: Severity | None = None) -> Sighting:
        safer = suggestion or guarded(self.statement)
        return Sighting(self.statement.place, message, safer, (self.table, self.column), severity)


def modifications(migration: Migration, settings: Settings, *aspects: Aspect) -> Iterator[Modification]:
    """Those that change one of the aspects of a column whose table existed before, and are not to be refused if they copy."""
    names, before = names_of(migration, settings), migration.facts.before
    for statement, change, lifetimes, columns, contents in content_steps(migration, settings):
        if not isinstance(change, ModifyColumn) or lifetimes.born(change.table, change.schema):
            continue
        if clauses(statement).refuse_a_copy:
            continue
        name, old = columns.at(change)
        if old is None:
            found = _unknown(change.definition, filled=contents.filled(change.table, name, change.schema))
        else:
            table = names.find(before, change.table, change.schema)
            found = _aspects(change, old, table, names, migration)
        if found & frozenset(aspects):
            yield Modification(statement, change, old, found)


def _unknown(new: ColumnDef, *, filled: bool) -> frozenset[Aspect]:
    """What a statement is most likely for. Whoever gives every row a value first, and then says NOT NULL, means that."""
    if new.generated:
        return frozenset({Aspect.GENERATED})
    if new.charset or new.collation:
        return frozenset({Aspect.CHARSET})
    return frozenset({Aspect.NULLABILITY if filled and new.not_null else Aspect.TYPE})


def _aspects(
    change: ModifyColumn, old: Column, table: Table | None, names: Names, migration: Migration
) -> frozenset[Aspect]:
    new = change.definition
    if new.generated or old.generated:
        return frozenset({Aspect.GENERATED})
    found = set(_of_type(old, new, migration))
    if not found and _recoded(old, new, migration):
        found.add(Aspect.CHARSET)
    if not found and old.null != _nullable(change, table, names):
        found.add(Aspect.NULLABILITY)
    if not found and new.auto_increment:
        found.add(Aspect.AUTO_INCREMENT)
    return frozenset(found)


def _of_type(old: Column, new: ColumnDef, migration: Migration) -> Iterator[Aspect]:
    """At most one: what makes the type's change cost something."""
    if not copies(old.type, new.type, mariadb=_roomy(migration), charset=new.charset.lower()):
        return
    before, after = read_type(old.type), read_type(new.type)
    if before.name == after.name and before.members:
        yield _OF_MEMBERS[members(old.type, new.type)]
    else:
        yield Aspect.TYPE


def _recoded(old: Column, new: ColumnDef, migration: Migration) -> bool:
    """A character set or collation is named, and it is not known to be one that costs nothing."""
    if not (new.charset or new.collation) or read_type(new.type).name not in _OWN_CHARSET:
        return False
    before = charset_of(old.type)
    charset = new.charset.lower() or new.collation.lower().partition("_")[0]
    return not before or not recodes_freely(old.type, before, charset, mariadb=_roomy(migration))


def _roomy(migration: Migration) -> bool:
    return migration.dialect is Dialect.MARIADB and at_least(migration, 10, 4, 3)


def _nullable(change: ModifyColumn, table: Table | None, names: Names) -> bool:
    """A column of the primary key stays NOT NULL, whatever is written."""
    key = map(names.fold, table.primary_key) if table else ()
    new = change.definition
    return not (new.not_null or new.primary_key or names.fold(change.column) in key)
