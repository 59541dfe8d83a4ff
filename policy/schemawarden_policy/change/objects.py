"""Changes of objects that are not a table, column or index, and of who may use them."""

from __future__ import annotations

from dataclasses import dataclass


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
    destroys: tuple[tuple[str, str], ...] = ()
    """What a trigger's, event's or routine's body does to whole tables: ("DELETE", "schema.table"), verb by verb."""
    replaces: bool = False
    """OR REPLACE: an object of that name may be overwritten."""
    if_not_exists: bool = False
    dynamic: bool = False
    """A routine's body builds SQL at run time, or could not be read: what it does is not known."""
    runs: str = ""
    """The function that a trigger runs."""
    reads: tuple[str, ...] = ()
    """The tables and views that a view's query or a routine's body reads, "schema.name" where the text says so."""
    volatility: str = ""
    """Of a function: immutable, stable or volatile (PostgreSQL)."""
    calls: tuple[str, ...] = ()
    """The functions that a routine's body calls, "schema.name" where the text says so; current_timestamp and its like by
    their words."""
    injects: str = ""
    """What a routine's body puts unquoted into SQL that it builds: the text of the value."""
    values: tuple[str, ...] = ()
    """An enum's labels."""
    check: str = ""
    """The text of a domain's CHECK or NOT NULL."""


@dataclass(frozen=True, slots=True)
class AlterObject:
    """A change of an object that is not a table, column or index: a sequence, type, routine, view, policy ..."""

    object: str
    name: str
    form: str
    """Upper-case words: "ADD VALUE", "RENAME VALUE", "OWNER TO", "RENAME TO", "SET SCHEMA", "ADD CONSTRAINT" ..."""
    value: str = ""
    """What the form names: an enum's new label, a new name, a new owner."""
    position: str = ""
    """Of an enum's new label: BEFORE or AFTER with the label beside it; empty when the server puts it last."""
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
class Comment:
    object: str
    name: str
