"""The catalogue in the policy's words: tables with what hangs on them, views, and everything else by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from schemawarden.adapters.postgres.catalogue import Entry, Namespaces
from schemawarden.adapters.postgres.connection import Connection
from schemawarden_policy.facts import Column, Gap, Schema, Table
from schemawarden_policy.indexes import index_of
from schemawarden_policy.statement import Dialect

_KEYS = """
    SELECT n.nspname AS schema, c.relname AS table, k.contype::text AS kind,
        ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u(num, place)
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num ORDER BY u.place) AS columns,
        rn.nspname AS ref_schema, r.relname AS ref_table
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_class r ON r.oid = k.confrelid LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
    WHERE (c.relnamespace = ANY($1) OR r.relnamespace = ANY($1)) AND k.contype IN ('p', 'f') AND k.conparentid = 0
    ORDER BY 1, 2, k.conname"""
_SIZES = """
    SELECT n.nspname AS schema, c.relname AS table, CASE WHEN c.reltuples >= 0 THEN c.reltuples::bigint END AS rows,
        CASE WHEN c.reltuples >= 0 THEN c.relpages::bigint * current_setting('block_size')::bigint END AS bytes
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relnamespace = ANY($1) AND c.relkind = 'r'"""
"""As VACUUM and ANALYZE last found them. Asking for the present size would wait for whoever holds a lock on the table."""
_TABLES, _VIEWS = ("r", "p", "f"), ("v", "m")
_GENERATED = {"s": "STORED", "v": "VIRTUAL"}
_TOLD = [*"relation column constraint index trigger schema setting".split(), "not null", "default privilege"]
"""Parts of tables, and what has no name of its own."""
_Relation = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Keys:
    primary: dict[_Relation, tuple[str, ...]]
    referenced_by: dict[_Relation, tuple[_Relation, ...]]
    sizes: dict[_Relation, tuple[int | None, int | None]]
    """Estimated rows and bytes; None when the server never counted."""


async def read_keys(connection: Connection, spaces: Namespaces) -> Keys:
    primary: dict[_Relation, tuple[str, ...]] = {}
    referenced: dict[_Relation, dict[_Relation, None]] = defaultdict(dict)
    for row in await connection.fetch(_KEYS, spaces.oids):
        table = (row["schema"], row["table"])
        if row["kind"] == "p":
            primary[table] = tuple(row["columns"])
        else:
            referenced[row["ref_schema"], row["ref_table"]][table] = None
    found = await connection.fetch(_SIZES, spaces.oids)
    sizes = {(row["schema"], row["table"]): (row["rows"], row["bytes"]) for row in found}
    return Keys(primary, {table: tuple(by) for table, by in referenced.items()}, sizes)


def schema(found: Sequence[Entry], keys: Keys, schemas: Sequence[str]) -> Schema:
    """`schemas` is the operator's key. With one schema names are plain, else views and others are "schema.name"; tables
    have their schema beside the name in any case."""
    parts: dict[tuple[str, _Relation], list[Entry]] = defaultdict(list)
    for entry in found:
        parts[entry.kind, (entry.schema, entry.on)].append(entry)
    relations = [entry for entry in found if entry.kind == "relation"]
    return Schema(
        tables=tuple(_table(entry, parts, keys) for entry in relations if entry.details[0] in _TABLES),
        views=tuple(_name(entry, schemas) for entry in relations if entry.details[0] in _VIEWS),
        other=tuple(f"{entry.kind} {_name(entry, schemas)}" for entry in found if entry.kind not in _TOLD),
    )


def _table(entry: Entry, parts: dict[tuple[str, _Relation], list[Entry]], keys: Keys) -> Table:
    relation = (entry.schema, entry.name)
    columns = sorted(parts["column", relation], key=lambda column: int(column.details[0]))
    referencing = keys.referenced_by.get(relation, ())
    rows, size = keys.sizes.get(relation, (None, None))
    return Table(
        name=entry.name,
        schema=entry.schema,
        partition_of=_partitioned(entry),
        partitioned=entry.details[0] == "p",
        rows=rows,
        bytes=size,
        columns=tuple(_column(column) for column in columns),
        primary_key=keys.primary.get(relation, ()),
        indexes=tuple(
            index_of(index.name, index.details[0], Dialect.POSTGRESQL)
            for index in parts["index", relation]
            if not any(index.details[-2:])
        ),
        triggers=tuple(trigger.name for trigger in parts["trigger", relation] if not trigger.details[-1]),
        referenced_by=tuple(
            table if schema == entry.schema else f"{schema}.{table}" for schema, table in referencing
        ),
    )


def _partitioned(entry: Entry) -> str:
    bound, parents = entry.details[10], entry.details[13]
    return str(parents[0]) if bound is not None else ""


def _column(entry: Entry) -> Column:
    _, kind, not_null, _, generated, default, *_ = entry.details
    return Column(entry.name, kind, not not_null, default, _GENERATED.get(generated))


def _name(entry: Entry, schemas: Sequence[str]) -> str:
    return f"{entry.schema}.{entry.name}" if entry.schema and len(schemas) != 1 else entry.name


def invalid(found: Sequence[Entry]) -> tuple[str, ...]:
    """Indexes whose concurrent building was never finished."""
    return tuple(
        f"{entry.schema}.{entry.name}" for entry in found if entry.kind == "index" and not entry.details[1]
    )


def gaps(found: Sequence[Entry]) -> tuple[Gap, ...]:
    """What no copy has, by its nature."""
    return tuple(
        Gap("object", f"index {name} is invalid on the target and not in the disposable copy")
        for name in invalid(found)
    )
