"""What there is in a database, as facts that can be compared; and which of them are not there any more.

Read from the catalogue and the tables themselves by questions of the hunt's own, as a superuser: it shares nothing with the
rehearsal that it judges.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import asyncpg

from tests.server.postgres.hunt.world import KEYS, SCHEMAS

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
Facts: TypeAlias = dict[tuple[str, str], str]
"""(kind, name) -> what is compared."""

_OURS = "nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"
_QUESTIONS = {
    "table": f"""SELECT c.oid::regclass, ROW(relkind, relpersistence, relreplident,
        pg_get_expr(relpartbound, c.oid), reloptions, pg_get_userbyid(relowner), (SELECT array_agg(inhparent::regclass) FROM pg_inherits WHERE inhrelid = c.oid))
        FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND {_OURS}""",
    "row_security": "SELECT format('%s.%s', c.oid::regclass, k), '' FROM pg_class c, unnest(ARRAY[CASE WHEN relrowsecurity THEN 'on' END, CASE WHEN relforcerowsecurity THEN 'forced' END]) k WHERE k IS NOT NULL",
    "column": f"""SELECT format('%s.%s', attrelid::regclass, attname), ROW(atttypid::oid, atttypmod, attcollation, attidentity, attgenerated)
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
        WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'v', 'm', 'f') AND {_OURS}""",
    "not_null": f"""SELECT format('%s.%s', attrelid::regclass, attname), '' FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
        JOIN pg_namespace n ON n.oid = relnamespace WHERE attnum > 0 AND NOT attisdropped AND attnotnull AND relkind IN ('r', 'p') AND {_OURS}""",
    "default": """SELECT format('%s.%s', adrelid::regclass, attname), pg_get_expr(adbin, adrelid) FROM pg_attrdef
        JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum""",
    "constraint": """SELECT format('%s.%s', CASE WHEN conrelid <> 0 THEN conrelid::regclass::text ELSE contypid::regtype::text END, conname),
        ROW(contype, conkey, confrelid::oid, confkey, confupdtype, confdeltype, condeferrable, condeferred, pg_get_expr(conbin, conrelid), convalidated) FROM pg_constraint WHERE contype <> 'n' AND (conrelid >= 16384 OR contypid >= 16384)""",
    "index": """SELECT indexrelid::regclass, ROW(indrelid::oid, indkey, indisunique, indclass, indoption, pg_get_expr(indexprs, indrelid), pg_get_expr(indpred, indrelid), indisvalid, indisreplident) FROM pg_index WHERE indrelid >= 16384
        AND NOT EXISTS (SELECT FROM pg_class t WHERE t.oid = indrelid AND relkind = 't')""",
    "view": f"SELECT c.oid::regclass, pg_get_viewdef(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('v', 'm') AND {_OURS}",
    "routine": "SELECT oid::regprocedure, ROW(pg_get_functiondef(oid), pg_get_userbyid(proowner)) FROM pg_proc WHERE oid >= 16384 AND prokind IN ('f', 'p')",
    "trigger": "SELECT format('%s.%s', tgrelid::regclass, tgname), ROW(pg_get_triggerdef(oid), tgenabled) FROM pg_trigger WHERE NOT tgisinternal",
    "enforcement": """SELECT format('%s.%s.%s', (SELECT conrelid::regclass FROM pg_constraint k WHERE k.oid = tgconstraint), (SELECT conname FROM pg_constraint k WHERE k.oid = tgconstraint), tgfoid::regproc), tgenabled
        FROM pg_trigger WHERE tgisinternal""",
    "rule": "SELECT format('%s.%s', ev_class::regclass, rulename), ROW(pg_get_ruledef(oid), ev_enabled) FROM pg_rewrite WHERE ev_class >= 16384 AND rulename <> '_RETURN'",
    "policy": """SELECT format('%s.%s', polrelid::regclass, polname), ROW(polcmd, polpermissive, (SELECT array_agg(pg_get_userbyid(r) ORDER BY r) FROM unnest(polroles) r),
        pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) FROM pg_policy""",
    "enum_value": "SELECT format('%s.%s', enumtypid::regtype, enumlabel), '' FROM pg_enum",
    "type": f"SELECT t.oid::regtype, ROW(typtype, typnotnull, typdefault, pg_get_userbyid(typowner)) FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace WHERE typtype IN ('e', 'd') AND {_OURS}",
    "sequence": "SELECT seqrelid::regclass, ROW(seqtypid::regtype, seqincrement, seqmax, seqmin, seqcycle) FROM pg_sequence",
    "schema": f"SELECT nspname, pg_get_userbyid(nspowner) FROM pg_namespace WHERE {_OURS}",
    "grant": f"""SELECT format('%s %s %s to %s', k, o, a.privilege_type, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END), a.is_grantable::text FROM (
        SELECT 'relation' AS k, c.oid::regclass::text AS o, coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner)) AS acl
            FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND {_OURS}
        UNION ALL SELECT 'column', format('%s.%s', attrelid::regclass, attname), attacl FROM pg_attribute WHERE attacl IS NOT NULL AND attrelid >= 16384 AND NOT attisdropped
        UNION ALL SELECT 'routine', oid::regprocedure::text, coalesce(proacl, acldefault('f', proowner)) FROM pg_proc WHERE oid >= 16384
        UNION ALL SELECT 'schema', nspname, coalesce(nspacl, acldefault('n', nspowner)) FROM pg_namespace WHERE {_OURS}
        UNION ALL SELECT 'defaults', defaclnamespace::regnamespace::text || defaclobjtype::text, defaclacl FROM pg_default_acl
        ) o, aclexplode(acl) a""",
    "setting": "SELECT setrole::text, setconfig::text FROM pg_db_role_setting WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))",
    "large_object": "SELECT oid::text, '' FROM pg_largeobject_metadata",
}  # fmt: skip
_WIDER = ("grant", "setting")
"""A new one is a hazard as well: somebody may do what they might not do before."""


@dataclass(frozen=True, slots=True)
class Loss:
    kind: str
    name: str
    """Of the object, "public.users.email"; of the table, for rows."""
    what: str

    @property
    def words(self) -> frozenset[str]:
        """A finding that tells of it names one of these: the object or the table that it hangs on."""
        words = self.name.split(" ")
        name = words[1] if self.kind == "grant" else self.name
        parts = name.split("[")[0].split("(")[0].replace('"', "").split(".")
        if self.kind == "grant":
            parts.append(words[-1])
        if self.kind in ("table", "position", "sequence"):  # a column's own sequence goes with it
            parts += ["SETVAL", parts[-1].split("_")[0]]
        return frozenset(parts) - SCHEMAS

    def __str__(self) -> str:
        return f"{self.kind} {self.name}: {self.what}"


async def facts_of(connection: Connection) -> Facts:
    """Everything that is compared. The session needs search_path = pg_catalog for full names."""
    union = "\nUNION ALL ".join(
        f"(SELECT '{kind}', q.a::text, q.b::text FROM ({sql}) q (a, b))" for kind, sql in _QUESTIONS.items()
    )
    found: Facts = {(kind, name): value for kind, name, value in await connection.fetch(union)}
    there = [name for kind, name in found if kind == "table"]
    rows = [
        f"SELECT '{table}' AS t, ({key})::text AS k, to_jsonb(r)::text AS v FROM ONLY {table} r"
        if table != "public.events"
        else f"SELECT '{table}', ({key})::text, to_jsonb(r)::text FROM {table} r"
        for table, key in KEYS.items()
        if table in there and _has(found, table, key)
    ]
    if rows:
        for table, key, value in await connection.fetch(" UNION ALL ".join(rows)):
            found["row", f"{table}[{key}]"] = value
    for name in [name for kind, name in found if kind == "sequence"]:
        row = await connection.fetchrow(f"SELECT last_value, is_called FROM {name}")
        assert row is not None
        found["position", name] = str(row["last_value"] + row["is_called"])
    return found


def _has(found: Facts, table: str, key: str) -> bool:
    return ("column", f"{table}.{key.strip(chr(34))}") in found


def losses(before: Facts, after: Facts, meant: Collection[tuple[str, str]] = ()) -> list[Loss]:
    """What is not as it was, but for the rows that the migration's own predicates name (`meant`)."""
    found = [loss for key, value in before.items() if key not in meant for loss in _lost(key, value, after)]
    wider = [
        Loss(kind, name, "is new")
        for kind, name in after.keys() - before.keys()
        if _widens(kind, name, before)
    ]
    return _outermost(found) + sorted(wider, key=str)


def _lost(key: tuple[str, str], value: str, after: Mapping[tuple[str, str], str]) -> Iterator[Loss]:
    kind, name = key
    now = after.get(key)
    if kind == "position":
        if now is not None and int(now) < int(value):
            yield Loss(kind, name, f"goes back from {value} to {now}")
    elif now is None:
        yield Loss(kind, name, "is gone")
    elif kind == "row":
        yield from _values(name, json.loads(value), json.loads(now))
    elif now != value:
        yield Loss(kind, name, f"{value} is now {now}")


def _values(name: str, before: Mapping[str, object], now: Mapping[str, object]) -> Iterator[Loss]:
    for column, value in before.items():
        if value is not None and now.get(column) != value:
            yield Loss("value", f"{name}.{column}", f"{value!r} is now {now.get(column)!r}")


def _widens(kind: str, name: str, before: Facts) -> bool:
    """On something that was there before."""
    if kind != "grant":
        return kind in _WIDER
    _, target, *_ = name.split(" ")
    return any(known == target for _, known in before)


def _outermost(found: list[Loss]) -> list[Loss]:
    """Without what goes with a table that is told."""
    gone = {loss.name for loss in found if loss.kind == "table" and loss.what == "is gone"}
    return [
        loss for loss in found if loss.kind == "table" or not any(_on(loss.name, table) for table in gone)
    ]


def _on(name: str, table: str) -> bool:
    return (
        name.startswith((f"{table}.", f"{table}[", f"relation {table} ", f"column {table}.")) or name == table
    )
