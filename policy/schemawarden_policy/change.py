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
    identity: bool = False
    """GENERATED ... AS IDENTITY, or a type of the serial family (PostgreSQL)."""
    collation: str = ""


@dataclass(frozen=True, slots=True)
class NamedConstraint:
    """A constraint with an explicit name in CREATE TABLE."""

    name: str
    kind: str
    """One of check, foreign_key, unique, primary_key, exclude, not_null."""


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
    partition_of: str = ""
    """The partitioned table that this one becomes a partition of (PostgreSQL)."""
    references: tuple[str, ...] = ()
    """The tables to which it has foreign keys, "schema.table" where the text says so."""


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
    if_not_exists: bool = False


@dataclass(frozen=True, slots=True)
class DropColumn:
    table: str
    column: str
    schema: str = ""
    if_exists: bool = False
    cascade: bool = False


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
    """Empty when the server chooses the name."""
    table: str
    columns: tuple[str, ...]
    """Column names; an expression's own text where there is no column."""
    unique: bool = False
    if_not_exists: bool = False
    schema: str = ""
    concurrently: bool = False
    only: bool = False
    """ON ONLY: of a partitioned table, but not of its partitions."""


@dataclass(frozen=True, slots=True)
class DropIndex:
    index: str
    schema: str = ""
    concurrently: bool = False
    if_exists: bool = False
    cascade: bool = False


@dataclass(frozen=True, slots=True)
class AlterColumnType:
    table: str
    column: str
    type: str
    """Upper-cased type text, modifiers included: "VARCHAR(40)"."""
    using: str | None = None
    collation: str = ""
    schema: str = ""


@dataclass(frozen=True, slots=True)
class SetNotNull:
    table: str
    column: str
    schema: str = ""


@dataclass(frozen=True, slots=True)
class DropNotNull:
    table: str
    column: str
    schema: str = ""


@dataclass(frozen=True, slots=True)
class SetDefault:
    """A default for rows to come, on a column that is there."""

    table: str
    column: str
    default: str | None
    """Its SQL text; None for DROP DEFAULT."""
    schema: str = ""


@dataclass(frozen=True, slots=True)
class AddConstraint:
    """ALTER TABLE ... ADD CONSTRAINT, on a table that is there."""

    table: str
    name: str
    """Empty when the server chooses the name."""
    kind: str
    """One of check, foreign_key, unique, primary_key, exclude, not_null."""
    columns: tuple[str, ...] = ()
    expression: str = ""
    """A check's own text."""
    references: str = ""
    """The referenced table, "schema.table" where the text says so."""
    not_valid: bool = False
    using_index: str = ""
    schema: str = ""


@dataclass(frozen=True, slots=True)
class DropConstraint:
    table: str
    name: str
    if_exists: bool = False
    cascade: bool = False
    schema: str = ""


@dataclass(frozen=True, slots=True)
class ValidateConstraint:
    table: str
    name: str
    schema: str = ""


@dataclass(frozen=True, slots=True)
class AlterTable:
    """Any other form of ALTER TABLE that was understood."""

    table: str
    form: str
    """Upper-case words: "DISABLE ROW LEVEL SECURITY", "SET UNLOGGED", "ATTACH PARTITION", "OWNER TO" ..."""
    name: str = ""
    """What the form names: a trigger, a partition, a new owner, a column."""
    schema: str = ""


@dataclass(frozen=True, slots=True)
class Truncate:
    tables: tuple[str, ...]
    """"schema.table" where the text says so."""
    cascade: bool = False


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
    """The tables that a trigger's or routine's body writes to."""
    replaces: bool = False
    """OR REPLACE: an object of that name may be overwritten."""
    if_not_exists: bool = False
    dynamic: bool = False
    """A routine's body builds SQL at run time, or could not be read: what it does is not known."""
    runs: str = ""
    """The function that a trigger runs."""


@dataclass(frozen=True, slots=True)
class AlterObject:
    """A change of an object that is not a table, column or index: a sequence, type, routine, view, policy ..."""

    object: str
    name: str
    form: str
    """Upper-case words: "ADD VALUE", "RENAME VALUE", "OWNER TO", "RENAME TO", "SET SCHEMA", "ADD CONSTRAINT" ..."""
    value: str = ""
    """What the form names: an enum's new label, a new name, a new owner."""
    table: str = ""
    schema: str = ""


@dataclass(frozen=True, slots=True)
class DropObject:
    object: str
    name: str
    schema: str = ""
    table: str = ""
    """The table it hangs on, for triggers, rules and policies."""
    if_exists: bool = False
    cascade: bool = False


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


@dataclass(frozen=True, slots=True)
class Grant:
    """GRANT, REVOKE, ALTER DEFAULT PRIVILEGES."""

    verb: str
    """GRANT or REVOKE."""
    privileges: tuple[str, ...]
    """Upper case; ("ALL",) for all. Role names for a grant of membership."""
    object: str
    """Lower-case kind: table, schema, function, role, default ..."""
    names: tuple[str, ...]
    grantees: tuple[str, ...]
    """"PUBLIC" in upper case."""
    grant_option: bool = False


@dataclass(frozen=True, slots=True)
class LockTable:
    tables: tuple[str, ...]
    mode: str
    """As pg_locks has it, without "Lock": "AccessExclusive"."""


@dataclass(frozen=True, slots=True)
class Comment:
    object: str
    name: str


@dataclass(frozen=True, slots=True)
class Maintain:
    verb: str
    """VACUUM, VACUUM FULL, REINDEX, ANALYZE, CLUSTER, REFRESH MATERIALIZED VIEW."""
    name: str = ""
    concurrently: bool = False


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
    | AlterColumnType
    | SetNotNull
    | DropNotNull
    | SetDefault
    | AddConstraint
    | DropConstraint
    | ValidateConstraint
    | AlterTable
    | Truncate
    | CreateObject
    | AlterObject
    | DropObject
    | InsertRows
    | UpdateRows
    | DeleteRows
    | Pragma
    | TransactionControl
    | Attach
    | CallFunction
    | OutsideServer
    | ClusterStatement
    | RoleChange
    | RunRoutine
    | Grant
    | LockTable
    | Comment
    | Maintain
)
