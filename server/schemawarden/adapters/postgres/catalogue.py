"""What a PostgreSQL database holds: its entries, their fingerprint, and the policy's view of them.

Left out besides what objects.py leaves out: Atlas's revisions table with its columns, constraints and indexes, which every
apply changes. A trigger, rule or policy on it stays in: it is nobody's business there, and must be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from schemawarden.adapters.postgres.connection import Connection
from schemawarden.adapters.postgres.objects import QUESTIONS
from schemawarden.errors import StateError
from schemawarden_policy.canonical import canonical, digest

_NAMESPACES = """
    SELECT n.oid, n.nspname FROM pg_namespace n
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND ($1::text[] = '{}' OR n.nspname = ANY($1))
        AND ($1::text[] <> '{}' OR NOT EXISTS (SELECT FROM pg_depend x
            WHERE x.classid = 'pg_namespace'::regclass AND x.objid = n.oid AND x.deptype = 'e'))
    ORDER BY n.nspname"""
_NAMED_BESIDES = ("index", "sequence", "statistics")
"""What hangs on a table and has a name in the schema all the same."""
_IN_SCHEMAS = (
    *"relation sequence type routine operator collation conversion statistics".split(),
    *("operator class", "operator family", "text search configuration", "text search dictionary"),
)
_ANYWHERE = (
    *_IN_SCHEMAS,
    *("schema", "cast", "publication", "event trigger", "foreign server", "foreign data wrapper"),
)
_TEXT_LITERAL = r"'(?:[^']|'')*'::character varying"
_VARCHAR_LIST = re.compile(rf"\(ARRAY\[({_TEXT_LITERAL}(?:, {_TEXT_LITERAL})*)\]\)::text\[\]")
_ITEM = re.compile(_TEXT_LITERAL)


class Entry(NamedTuple):
    """One object, or one part of an object, of the catalogue."""

    kind: str
    schema: str
    """Empty for what lies in no schema."""
    name: str
    on: str
    """The relation or type that it hangs on; empty when it stands by itself."""
    details: tuple[Any, ...]


class Namespaces(NamedTuple):
    """The schemas that count."""

    oids: list[int]
    names: tuple[str, ...]


async def namespaces(connection: Connection, schemas: Sequence[str]) -> Namespaces:
    """Those of the operator's key, or all but the system's and those of extensions. Raises StateError SCHEMA_MISSING."""
    rows = await connection.fetch(_NAMESPACES, list(schemas))
    names = tuple(row["nspname"] for row in rows)
    if missing := sorted(set(schemas) - set(names)):
        raise StateError(
            "SCHEMA_MISSING",
            f"The target has no schema {missing[0]}, which its `schemas` name.",
            "Create the schema, or correct targets.NAME.schemas.",
        )
    return Namespaces([row["oid"] for row in rows], names)


@dataclass(frozen=True, slots=True)
class StandIn:
    """A role of a copy that plays a role of the target there."""

    role: str
    plays: str
    plays_quoted: str
    """As quote_ident writes it."""

    def unmasked(self, value: Any) -> Any:
        """The value with the played role's name; the actor's is one that nothing else is called."""
        if isinstance(value, list) and self.role in "".join(map(str, value)):
            return sorted(self.unmasked(item) for item in value)
        if not isinstance(value, str) or self.role not in value:
            return value
        return self.plays if value == self.role else value.replace(self.role, self.plays_quoted)


async def entries(
    connection: Connection, spaces: Namespaces, history: int, stand_in: StandIn | None = None
) -> tuple[Entry, ...]:
    """Everything in these schemas and everything that lies in none. `history` is the revisions table's oid, or NO_TABLE."""
    major = connection.get_server_version().major
    found = []
    for question in QUESTIONS:
        if question.since <= major < question.before:
            for schema, name, on, *details in await connection.fetch(question.sql, spaces.oids, history):
                plain = [_plain(detail) for detail in details]
                if stand_in:
                    plain = [stand_in.unmasked(detail) for detail in plain]
                found.append(Entry(question.kind, schema, name, on, tuple(plain)))
    return tuple(sorted(found, key=lambda entry: entry[:4]))


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return _VARCHAR_LIST.sub(_spelled_out, value) if isinstance(value, str) else value


def _spelled_out(match: re.Match[str]) -> str:
    """PostgreSQL prints the list of `varchar IN (...)` in two ways, the second after a dump and a restore; take that one."""
    return f"ARRAY[{', '.join(f'({item})::text' for item in _ITEM.findall(match[1]))}]"


def fingerprint(found: Iterable[Entry], exclude: Sequence[str]) -> str:
    """SHA-256 over every entry, in an order of its own: the catalogue has none.

    An object is left out when a pattern of `exclude` (fnmatch) matches "schema.name" of itself or of the table or type that it
    hangs on.
    """
    counted = (entry for entry in found if not excluded(entry, exclude))
    lines = sorted(canonical([*entry[:4], [*entry.details]]) for entry in counted)
    return digest("schemawarden-postgresql-schema-v2", b"\n".join(lines))


def excluded(entry: Entry, exclude: Sequence[str]) -> bool:
    names = [entry.on] if entry.on else [entry.name]
    if entry.kind in _NAMED_BESIDES:
        names.append(entry.name)
    full = [f"{entry.schema}.{name}" if entry.schema else name for name in names]
    return any(fnmatchcase(name, pattern) for pattern in exclude for name in full)


def is_empty(found: Iterable[Entry], schemas: Sequence[str]) -> bool:
    """There is nothing that a migration would have made, as Atlas judges it: extensions, rights and settings don't count,
    nor do the schemas that the operator names."""
    return not any(
        entry.kind in (_IN_SCHEMAS if schemas else _ANYWHERE)
        and (entry.kind, entry.name) != ("schema", "public")
        for entry in found
    )
