"""Changes of tables: what they are made of, and what ALTER TABLE does to that. Indexes are here too."""

from __future__ import annotations

from dataclasses import dataclass


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
    check: str = ""
    """The text of an inline CHECK."""
    identity: bool = False
    """GENERATED ... AS IDENTITY, or a type of the serial family (PostgreSQL)."""
    collation: str = ""
    charset: str = ""
    """CHARACTER SET (MySQL)."""
    auto_increment: bool = False
    """AUTO_INCREMENT (MySQL)."""
    expression: str = ""
    """A generated column's own text."""


@dataclass(frozen=True, slots=True)
class TableConstraint:
    """A constraint or index that CREATE TABLE defines, or an inline one with a name."""

    name: str
    """Empty when the server chooses the name."""
    kind: str
    """One of check, foreign_key, unique, primary_key, exclude, not_null, index, fulltext, spatial; the last three on MySQL."""
    columns: tuple[str, ...] = ()
    """Of a foreign key: the referencing ones."""
    expression: str = ""
    """A check's own text."""
    references: str = ""
    """The referenced table, "schema.table" where the text says so."""


@dataclass(frozen=True, slots=True)
class CreateTable:
    table: str
    columns: tuple[ColumnDef, ...]
    constraints: tuple[TableConstraint, ...] = ()
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
    replaces: bool = False
    """CREATE OR REPLACE TABLE: a table of that name is dropped first (MariaDB)."""
    like: str = ""
    """The table whose definition is copied, "schema.table" where the text says so."""
    partitioned: bool = False
    """PARTITION BY: it is to have partitions."""
    storage: tuple[str, ...] = ()
    """Its storage parameters, "autovacuum_enabled=false" (PostgreSQL)."""


@dataclass(frozen=True, slots=True)
class DropTable:
    table: str
    if_exists: bool = False
    cascade: bool = False
    schema: str = ""
    temporary: bool = False
    """DROP TEMPORARY TABLE: a table that only this session has (MySQL)."""


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
    position: str = ""
    """FIRST, or AFTER with a column's name (MySQL)."""


@dataclass(frozen=True, slots=True)
class ModifyColumn:
    """MODIFY or CHANGE: the column as it is to be from here on, whole (MySQL). CHANGE to another name is a RenameColumn before it."""

    table: str
    column: str
    """Its name before the statement."""
    definition: ColumnDef
    position: str = ""
    """FIRST, or AFTER with a column's name."""
    schema: str = ""
    if_exists: bool = False


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
    kind: str = ""
    """FULLTEXT or SPATIAL (MySQL); else empty."""
    where: str = ""
    """The predicate of a partial index."""
    replaces: bool = False
    """CREATE OR REPLACE INDEX: one of that name is dropped first (MariaDB)."""


@dataclass(frozen=True, slots=True)
class DropIndex:
    index: str
    schema: str = ""
    concurrently: bool = False
    if_exists: bool = False
    cascade: bool = False
    table: str = ""
    """The table it is on, where the statement says so (MySQL)."""


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
    """Empty for DROP PRIMARY KEY."""
    if_exists: bool = False
    cascade: bool = False
    schema: str = ""
    kind: str = ""
    """foreign_key, check or primary_key where the statement says so (MySQL); else empty."""


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
    """Upper-case words: "DISABLE ROW LEVEL SECURITY", "SET UNLOGGED", "ATTACH PARTITION", "OWNER TO" ... On MySQL also
    "ENGINE", "CONVERT TO CHARACTER SET", "CHARACTER SET", "PARTITION BY", "DROP PARTITION", "DROP SYSTEM VERSIONING",
    "ALGORITHM", "LOCK" ..."""
    name: str = ""
    """What the form names: a trigger, a partition, a new owner, a column, storage parameters as
    "autovacuum_enabled=false, fillfactor=70"; on MySQL the option's value: "INNODB", "COPY"."""
    schema: str = ""
