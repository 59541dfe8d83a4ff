"""What a statement changes, in words that hold for every dialect. Parsers produce these; rules look at nothing else.

Names are kept as written, without quotes. `schema` is empty when the statement names none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ColumnDef:
    """A column as a CREATE TABLE or ADD COLUMN defines it."""

    name: str
    type: str
    """Upper-cased type text, empty when none is given."""
    not_null: bool = False
    default: str | None = None
    """The default's SQL text, None when there is none."""
    primary_key: bool = False
    unique: bool = False
    references: str | None = None
    """The referenced table of an inline foreign key."""
    generated: str | None = None
    """"VIRTUAL" or "STORED" for a generated column."""
    check: bool = False


@dataclass(frozen=True, slots=True)
class NamedConstraint:
    """A constraint with an explicit name in CREATE TABLE."""

    name: str
    kind: str
    """One of check, foreign_key, unique, primary_key."""


@dataclass(frozen=True, slots=True)
class CreateTable:
    table: str
    columns: tuple[ColumnDef, ...]
    constraints: tuple[NamedConstraint, ...] = ()
    if_not_exists: bool = False
    temporary: bool = False
    as_select: bool = False
    schema: str = ""
    forgiving: str = ""
    """REPLACE or IGNORE, when a constraint says ON CONFLICT so: an INSERT may delete rows, or leave its own out, unasked."""


@dataclass(frozen=True, slots=True)
class DropTable:
    table: str
    if_exists: bool = False
    cascade: bool = False
    schema: str = ""


@dataclass(frozen=True, slots=True)
class RenameTable:
    table: str
    new_name: str
    schema: str = ""


@dataclass(frozen=True, slots=True)
class AddColumn:
    table: str
    column: ColumnDef
    schema: str = ""


@dataclass(frozen=True, slots=True)
class DropColumn:
    table: str
    column: str
    schema: str = ""


@dataclass(frozen=True, slots=True)
class RenameColumn:
    table: str
    column: str
    new_name: str
    schema: str = ""


@dataclass(frozen=True, slots=True)
class AlterUnsupported:
    """An ALTER TABLE form that the dialect's server refuses (on SQLite: ALTER COLUMN, ADD/DROP CONSTRAINT)."""

    table: str
    form: str
    """Upper-case words of the form, e.g. "ALTER COLUMN"."""
    schema: str = ""


@dataclass(frozen=True, slots=True)
class CreateIndex:
    index: str
    table: str
    columns: tuple[str, ...]
    unique: bool = False
    if_not_exists: bool = False
    schema: str = ""


@dataclass(frozen=True, slots=True)
class DropIndex:
    index: str
    schema: str = ""


@dataclass(frozen=True, slots=True)
class CreateObject:
    """A view, trigger, virtual table, routine or other object that is not a table, column or index."""

    object: str
    """Lower-case kind: view, trigger, virtual_table, ..."""
    name: str
    table: str = ""
    """The table it hangs on, for triggers."""
    schema: str = ""
    temporary: bool = False
    writes: tuple[str, ...] = ()
    """The tables that a trigger's body writes to."""


@dataclass(frozen=True, slots=True)
class DropObject:
    object: str
    name: str
    schema: str = ""


@dataclass(frozen=True, slots=True)
class InsertRows:
    table: str
    from_table: str = ""
    """The one table an INSERT ... SELECT reads, empty when values are listed or several are read."""
    columns: tuple[str, ...] = ()
    """The column list; empty when the statement has none."""
    replaces: bool = False
    """INSERT OR REPLACE / REPLACE: may delete rows."""
    schema: str = ""
    reads: tuple[tuple[str, ...], ...] = ()
    """For INSERT ... SELECT from one table: the column whose values each output position keeps as they are, if it keeps
    any; ("*",) for a star."""
    partial: bool = False
    """The SELECT may leave rows out: it is more than expressions FROM a table ORDER BY something."""
    from_schema: str = ""
    """The schema that the SELECT names for `from_table`."""


@dataclass(frozen=True, slots=True)
class UpdateRows:
    table: str
    where: str | None
    """The predicate's text, None when there is none."""
    always_true: bool = False
    """There is no predicate, or it holds for every row (1=1, TRUE, x = x ...)."""
    schema: str = ""
    replaces: bool = False
    """UPDATE OR REPLACE: may delete rows."""


@dataclass(frozen=True, slots=True)
class DeleteRows:
    table: str
    where: str | None
    always_true: bool = False
    schema: str = ""


@dataclass(frozen=True, slots=True)
class Pragma:
    """A setting: PRAGMA name = value, PRAGMA name(value), SET name = value."""

    name: str
    """Lower case."""
    value: str | None
    """As written, without quotes; None for a query."""
    schema: str = ""


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
    """A function that reaches outside the database: load_extension, readfile, writefile, edit, fts3_tokenizer ..."""

    function: str


@dataclass(frozen=True, slots=True)
class Maintain:
    verb: str
    """VACUUM, REINDEX, ANALYZE."""
    name: str = ""


Change: TypeAlias = (
    CreateTable
    | DropTable
    | RenameTable
    | AddColumn
    | DropColumn
    | RenameColumn
    | AlterUnsupported
    | CreateIndex
    | DropIndex
    | CreateObject
    | DropObject
    | InsertRows
    | UpdateRows
    | DeleteRows
    | Pragma
    | TransactionControl
    | Attach
    | CallFunction
    | Maintain
)
