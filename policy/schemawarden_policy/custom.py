"""The operator's own rules as predicates: a closed set, each of them data.

    [[policy.custom]]
    id = "no-text-key"
    severity = "error"
    change = ["CreateTable", "AddColumn"]
    primary_key = true
    column_type = ["TEXT", "VARCHAR*"]
    message = "{table}.{column} is a key of type {type}."
    suggestion = "Make it a bigint."

- All predicates that a rule gives must hold; of a list one will do. Patterns know `*` and `?`; case does not count.
- A rule about columns (`column`, `column_type`, `primary_key`, `not_null`, `has_default`) is asked for each column that a change defines
  or names; one about changes or objects for each change; one about statements alone for each statement.
- `statement` is held against the statement's first words, also where nobody understood the rest.
- What is not known never silences a rule: a table of unknown size counts as larger than any number, a server of unknown version as one that fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from string import Formatter

from schemawarden_policy.change import (
    AddColumn,
    AlterColumnType,
    Change,
    ColumnDef,
    CreateTable,
    ModifyColumn,
)
from schemawarden_policy.first_words import first_words
from schemawarden_policy.lifetimes import Lifetimes, steps
from schemawarden_policy.migration import Migration
from schemawarden_policy.names import names_of, shown
from schemawarden_policy.patterns import BadPatternError, names_table, parts_of
from schemawarden_policy.rule import Rule, Severity, Sighting
from schemawarden_policy.settings import Settings
from schemawarden_policy.spot import Spot
from schemawarden_policy.statement import Dialect, Statement
from schemawarden_policy.touched import touched
from schemawarden_policy.version import version_of

FAMILY = "custom"
PLACEHOLDERS = ("table", "name", "column", "type")
_OF_COLUMNS = ("column", "type")
CHANGES: dict[str, type] = {kind.__name__: kind for kind in Change.__args__}


@dataclass(frozen=True, slots=True)
class When:
    """Facts that must hold besides."""

    rows_over: int | None = None
    """The table has more rows, or nobody knows how many."""
    bytes_over: int | None = None
    new_table: bool | None = None
    """The change set made the table; False: it was there before."""
    version_at_least: tuple[int, ...] = ()
    version_below: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Predicate:
    """One rule's question, which is its `check` function as well."""

    message: str
    suggestion: str = ""
    statement: tuple[str, ...] = ()
    """Patterns of the first words, "create table"."""
    change: tuple[str, ...] = ()
    """Names of change types (`CHANGES`)."""
    object: tuple[str, ...] = ()
    """Patterns of tables, "events_*" or "audit.*"."""
    column: tuple[str, ...] = ()
    column_type: tuple[str, ...] = ()
    primary_key: bool | None = None
    not_null: bool | None = None
    has_default: bool | None = None
    when: When = When()

    def __call__(self, migration: Migration, settings: Settings) -> Iterator[Sighting]:
        if not (self.change or self.object or self.of_columns or self.when != When()):
            yield from self._of_statements(migration)
            return
        told: set[tuple[int, str]] = set()
        for statement, change, lifetimes in steps(migration, settings):
            if not self._starts(statement, migration.dialect) or not self._is(change):
                continue
            for table, schema in self._tables(change, migration, settings):
                if self._known(table, schema, lifetimes, migration, settings):
                    for column, kind in self._columns(change):
                        sighting = self._sighting(statement, shown(table, schema), column, kind)
                        if (id(statement), sighting.message) not in told:
                            told.add((id(statement), sighting.message))
                            yield sighting

    @property
    def of_columns(self) -> bool:
        asked = (self.primary_key, self.not_null, self.has_default)
        return bool(self.column or self.column_type) or any(each is not None for each in asked)

    def _of_statements(self, migration: Migration) -> Iterator[Sighting]:
        for statement in migration.statements():
            if self._starts(statement, migration.dialect):
                found = (shown(*each) for change in statement.changes for each in touched(change))
                yield self._sighting(statement, next(found, ""), "", "")

    def _starts(self, statement: Statement, dialect: Dialect) -> bool:
        if not self.statement:
            return True
        words = first_words(statement.text, dialect)
        return any(
            fnmatchcase(words, f"{' '.join(p.lower().split())}{end}")
            for p in self.statement
            for end in ("", " *")
        )

    def _is(self, change: Change) -> bool:
        return not self.change or type(change).__name__ in self.change

    def _tables(self, change: Change, migration: Migration, settings: Settings) -> Iterator[tuple[str, str]]:
        """What the change is about and the rule means: its own table, or else all that it names."""
        names = names_of(migration, settings)
        own = (getattr(change, "table", ""), getattr(change, "schema", ""))
        for table, schema in [own] if own[0] else dict.fromkeys(touched(change)) or [("", "")]:
            home, name = names.key(table, schema)
            spot = Spot(home.lower(), name.lower())
            if not self.object or (table and any(names_table(pattern, spot) for pattern in self.object)):
                yield table, schema

    def _known(
        self, table: str, schema: str, lifetimes: Lifetimes, migration: Migration, settings: Settings
    ) -> bool:
        when, version = self.when, version_of(migration)
        if version and (
            version < when.version_at_least or (when.version_below and version >= when.version_below)
        ):
            return False
        if when.new_table is not None and lifetimes.born(table, schema) != when.new_table:
            return False
        found = names_of(migration, settings).find(migration.facts.before, table, schema)
        rows, size = (found.rows, found.bytes) if found else (None, None)
        return _over(rows, when.rows_over) and _over(size, when.bytes_over)

    def _columns(self, change: Change) -> Iterator[tuple[str, str]]:
        """(column, type) of what the rule means; one pair of empty texts for a rule that is not about columns."""
        if not self.of_columns:
            yield "", ""
            return
        for definition, key in _defined(change):
            fits = (
                _any(self.column, definition.name)
                and _any(self.column_type, definition.type)
                and self.primary_key in (None, key)
                and self.not_null in (None, definition.not_null or key)
                and self.has_default in (None, definition.default is not None)
            )
            if fits:
                yield definition.name, definition.type

    def _sighting(self, statement: Statement, table: str, column: str, kind: str) -> Sighting:
        said = {"table": table, "name": column or table, "column": column, "type": kind}
        objects = (f"{table}.{column}",) if table and column else (table,) if table else ()
        return Sighting(statement.place, self.message.format(**said), self.suggestion.format(**said), objects)


def custom_rule(
    rule_id: str,
    severity: Severity,
    predicate: Predicate,
    dialects: frozenset[Dialect] = frozenset(Dialect),
    *,
    destructive: bool = False,
) -> Rule:
    return Rule(rule_id, FAMILY, severity, dialects, predicate, destructive=destructive)


def objection(predicate: Predicate) -> str:
    """Why the predicate can't be taken, in words that follow the rule's name and a colon; empty when it can."""
    if not (predicate.statement or predicate.change or predicate.object or predicate.of_columns):
        return "expected at least one of statement, change, object, column, column_type, primary_key, not_null and has_default"
    for text in (predicate.message, predicate.suggestion):
        if problem := _placeholders(text, columns=predicate.of_columns):
            return problem
    try:
        for pattern in predicate.object:
            if len(parts_of(pattern)) > 2:
                return "an object's pattern has more than a schema and a table"
    except BadPatternError as error:
        return str(error)
    return ""


def _placeholders(text: str, *, columns: bool) -> str:
    try:
        fields = [field for field in Formatter().parse(text) if field[1] is not None]
    except ValueError:
        return "the text has a brace without its other half; write {{ and }} for braces"
    for _, name, form, conversion in fields:
        if name not in PLACEHOLDERS or form or conversion:
            return (
                f"the text has a placeholder other than {', '.join(f'{{{each}}}' for each in PLACEHOLDERS)}"
            )
        if name in _OF_COLUMNS and not columns:
            return f"the text has the placeholder {{{name}}}, but no predicate is about columns"
    return ""


def _defined(change: Change) -> Iterator[tuple[ColumnDef, bool]]:
    """Each column that the change defines or names, and whether it is (a part of) the primary key."""
    if isinstance(change, CreateTable):
        keys = {name.lower() for c in change.constraints if c.kind == "primary_key" for name in c.columns}
        yield from ((each, each.primary_key or each.name.lower() in keys) for each in change.columns)
    elif isinstance(change, AddColumn):
        yield change.column, change.column.primary_key
    elif isinstance(change, ModifyColumn):
        yield change.definition, change.definition.primary_key
    elif isinstance(change, AlterColumnType):
        yield ColumnDef(change.column, change.type), False
    elif column := getattr(change, "column", ""):
        yield ColumnDef(column, ""), False


def _any(patterns: tuple[str, ...], name: str) -> bool:
    return not patterns or any(fnmatchcase(name.lower(), pattern.lower()) for pattern in patterns)


def _over(known: int | None, least: int | None) -> bool:
    return least is None or known is None or known > least
