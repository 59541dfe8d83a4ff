"""The questions that read the catalogue of a disposable database, one for each kind of row.

One question serves the first look and every later one: it takes the oldest transaction id that still counts, so that after
a statement only the rows that it wrote are read. Rows of the server's own objects are left out.
They are meant for a session with search_path = pg_catalog, pg_temp.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

FIRST_OWN_OID = 16384
EVERYTHING = 1
"""The transaction id that nothing is older than."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A system catalogue, and how its rows `c` are read."""

    name: str
    oid: int
    kind: str
    """SQL; '' for details."""
    label: str = "''"
    parent_in: str = "''"
    parent: str = "0"
    definition: str = "''"
    access: str = "''"
    number: str = "0"
    key: str = "c.oid"
    where: str = ""
    """What else must hold of a row that counts."""
    own: str = "c.oid"
    """The oid that tells an object of the user's from one of the server's."""

    @property
    def question(self) -> str:
        return f"""SELECT '{self.name}' AS catalogue, ({self.key})::bigint AS key, ({self.kind})::text AS kind,
            ({self.label})::text AS name, ({self.parent_in})::text AS parent_in, ({self.parent})::bigint AS parent,
            md5(({self.definition})::text) AS definition, ({self.access})::text AS access,
            ({self.number})::bigint AS number
            FROM {self.name} c WHERE age(c.xmin) <= (SELECT age($1::xid)) AND {self._counts}"""  # noqa: S608 - constants

    @property
    def keys(self) -> str:
        return f"""SELECT '{self.name}' AS catalogue, array_agg(({self.key})::bigint) AS keys
            FROM {self.name} c WHERE {self._counts}"""  # noqa: S608 - constants

    @property
    def _counts(self) -> str:
        return (f"{self.own} >= {FIRST_OWN_OID}" if self.own else "true") + self.where


def _named(name: str, oid: int, kind: str, prefix: str, *, schema: bool = True) -> Catalogue:
    """A catalogue whose rows are compared as a whole."""
    place = ("'pg_namespace'", f"c.{prefix}namespace") if schema else ("''", "0")
    return Catalogue(name, oid, f"'{kind}'", f"c.{prefix}name", *place, definition="c")


_PUBLIC = 2200
_RELATION_KINDS = """CASE WHEN c.relkind IN ('r', 'p', 'f') THEN 'table' WHEN c.relkind IN ('i', 'I') THEN 'index'
    WHEN c.relkind = 'v' THEN 'view' WHEN c.relkind = 'm' THEN 'materialized_view' WHEN c.relkind = 'S' THEN 'sequence'
    ELSE 'type' END"""
_TYPE_KINDS = "CASE c.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' ELSE 'type' END"
_COLUMN = "{0}::bigint * 65536 + {1}"

CATALOGUES = (
    Catalogue(
        "pg_namespace", 2615, "'schema'", "c.nspname", access="ROW(c.nspowner, c.nspacl)",
        own="", where=f" AND (c.oid >= {FIRST_OWN_OID} OR c.oid = {_PUBLIC})",
    ),
    Catalogue(
        "pg_extension", 3079, "'extension'", "c.extname", definition="c",
    ),
    Catalogue(
        "pg_class", 1259, _RELATION_KINDS, "c.relname", "'pg_namespace'", "c.relnamespace",
        """ROW(c.relkind, c.relpersistence, c.relreplident, c.relrowsecurity, c.relforcerowsecurity, c.reloptions,
            c.relispartition, c.relpartbound, c.reloftype, c.relam, c.reltablespace, c.relispopulated)""",
        "CASE WHEN c.relkind NOT IN ('i', 'I') THEN ROW(c.relowner, c.relacl)::text END",
        "c.relfilenode",
        where=" AND c.relkind <> 't' AND c.relnamespace <> 99",
    ),
    Catalogue(
        "pg_attribute", 1249, "CASE WHEN c.attisdropped THEN 'gone' ELSE 'column' END", "c.attname",
        "'pg_class'", "c.attrelid",
        """ROW(c.atttypid, c.atttypmod, c.attnotnull, c.attcollation, c.attidentity, c.attgenerated, c.attstorage,
            c.attcompression, c.attstattarget, c.attoptions)""",
        "c.attacl",
        key=_COLUMN.format("c.attrelid", "c.attnum"), own="c.attrelid", where=" AND c.attnum > 0",
    ),
    Catalogue(
        "pg_attrdef", 2604, "''", "''", "'pg_attribute'", _COLUMN.format("c.adrelid", "c.adnum"), "c.adbin",
    ),
    Catalogue(
        "pg_constraint", 2606, "CASE c.contype WHEN 'n' THEN '' ELSE 'constraint' END", "c.conname",
        """CASE WHEN c.contype = 'n' AND c.conrelid <> 0 THEN 'pg_attribute'
            WHEN c.conrelid <> 0 THEN 'pg_class' ELSE 'pg_type' END""",
        f"""CASE WHEN c.contype = 'n' AND c.conrelid <> 0 THEN {_COLUMN.format("c.conrelid", "c.conkey[1]")}
            WHEN c.conrelid <> 0 THEN c.conrelid::bigint ELSE c.contypid::bigint END""",
        """to_jsonb(c) - ARRAY['oid', 'conname', 'connamespace', 'conrelid', 'contypid', 'conindid', 'conparentid',
            'conislocal', 'coninhcount']""",
    ),
    Catalogue(
        "pg_index", 2610, "''", "''", "'pg_class'", "c.indexrelid",
        """ROW(c.indkey, c.indisunique, c.indisprimary, c.indisexclusion, c.indimmediate, c.indisvalid, c.indisreplident,
            c.indcollation, c.indclass, c.indoption, c.indexprs, c.indpred)""",
        number="c.indrelid", key="c.indexrelid", own="c.indexrelid",
    ),
    Catalogue(
        "pg_inherits", 2611, "''", "''", "'pg_class'", "c.inhrelid", "c.inhparent",
        key=_COLUMN.format("c.inhrelid", "c.inhseqno"), own="c.inhrelid",
    ),
    Catalogue(
        "pg_sequence", 2224, "''", "''", "'pg_class'", "c.seqrelid", "c", key="c.seqrelid", own="c.seqrelid",
    ),
    Catalogue(
        "pg_type", 1247, _TYPE_KINDS, "c.typname", "'pg_namespace'", "c.typnamespace",
        "ROW(c.typtype, c.typisdefined, c.typnotnull, c.typbasetype, c.typtypmod, c.typcollation, c.typdefault)",
        "ROW(c.typowner, c.typacl)",
        where=" AND c.typtype NOT IN ('c', 'm') AND c.typcategory <> 'A'",
    ),
    Catalogue(
        "pg_enum", 3501, "'enum_value'", "c.enumlabel", "'pg_type'", "c.enumtypid", "c.enumsortorder",
    ),
    Catalogue(
        "pg_proc", 1255, "'routine'", "c.proname || '(' || oidvectortypes(c.proargtypes) || ')'",
        "'pg_namespace'", "c.pronamespace",
        """ROW(c.prolang, c.procost, c.prorows, c.provariadic, c.prosupport, c.prokind, c.prosecdef, c.proleakproof,
            c.proisstrict, c.proretset, c.provolatile, c.proparallel, c.prorettype, c.proallargtypes, c.proargmodes,
            c.proargnames, c.proargdefaults, c.protrftypes, c.prosrc, c.probin, c.prosqlbody, c.proconfig)""",
        "ROW(c.proowner, c.proacl)",
    ),
    Catalogue(
        "pg_trigger", 2620, "'trigger'", "c.tgname", "'pg_class'", "c.tgrelid", "c",
        number="CASE WHEN c.tgdeferrable THEN 1 ELSE 0 END", where=" AND NOT c.tgisinternal",
    ),
    Catalogue("pg_policy", 3256, "'policy'", "c.polname", "'pg_class'", "c.polrelid", "c"),
    Catalogue(
        "pg_rewrite", 2618, "CASE c.rulename WHEN '_RETURN' THEN '' ELSE 'rule' END", "c.rulename",
        "'pg_class'", "c.ev_class", "c",
    ),
    Catalogue("pg_default_acl", 826, "'privilege'", "'defaults'", definition="c"),
    Catalogue(
        "pg_db_role_setting", 2964, "'setting'", "'of the database'", definition="c",
        key="c.setrole::bigint", own="", where=" AND c.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))",
    ),
    _named("pg_statistic_ext", 3381, "statistics", "stx"),
    _named("pg_collation", 3456, "collation", "coll"),
    _named("pg_conversion", 2607, "conversion", "con"),
    _named("pg_operator", 2617, "operator", "opr"),
    _named("pg_opclass", 2616, "operator_class", "opc"),
    _named("pg_opfamily", 2753, "operator_family", "opf"),
    _named("pg_ts_config", 3602, "text_search", "cfg"),
    _named("pg_ts_dict", 3600, "text_search", "dict"),
    _named("pg_language", 2612, "language", "lan", schema=False),
    _named("pg_publication", 6104, "publication", "pub", schema=False),
    _named("pg_foreign_server", 1417, "foreign_server", "srv", schema=False),
    _named("pg_event_trigger", 3466, "event_trigger", "evt", schema=False),
    Catalogue("pg_publication_rel", 6106, "''", "''", "'pg_publication'", "c.prpubid", "c"),
    Catalogue(
        "pg_cast", 2605, "'cast'", "format_type(c.castsource, NULL) || ' AS ' || format_type(c.casttarget, NULL)",
        definition="c",
    ),
    Catalogue("pg_largeobject_metadata", 2995, "'large_object'", "c.oid", definition="c"),
)  # fmt: skip

BY_NAME = {catalogue.name: catalogue for catalogue in CATALOGUES}


def rows_question(names: Collection[str]) -> str:
    return " UNION ALL ".join(c.question for c in CATALOGUES if c.name in names)


def keys_question(names: Collection[str]) -> str:
    return " UNION ALL ".join(c.keys for c in CATALOGUES if c.name in names)
