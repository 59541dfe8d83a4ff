"""The questions that tell what a PostgreSQL database is made of: one for each kind of object, in the catalogue's own words.

- Every row begins with the object's schema, its name, and the name of the relation or type that it hangs on.
- Roles and other objects stand by name, never by oid; positions are counted over what is there, not over what was dropped.
  So a database that was dumped and restored answers the same.
- $1 is the schemas that count (oids), $2 the revisions table of Atlas (oid).
- The session's search_path is empty, so that every name in a definition is written in full.
- Left out: data and its statistics, where it lies (tablespaces, files), compression, comments, security labels, subscriptions
  and user mappings (both hold credentials), and whatever belongs to an extension.

Abbreviations, expanded below: OWN(catalogue, oid) is not an extension's; ACL(kind, privileges, owner) is a sorted list of
who may do what, the same for privileges never granted and for the default written out; SORTED(array).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    kind: str
    sql: str
    """Schemas (oids) and the revisions table (oid) are its parameters."""
    since: int = 0
    """The first major version that can answer it."""
    before: int = 1000
    """The first that needs another question."""


_OWN = """NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = '{0}'::regclass AND x.objid = {1} AND x.deptype = 'e')"""
_ACL = """ARRAY(
    SELECT concat_ws(' ',
        CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
        'from', quote_ident(pg_get_userbyid(a.grantor)),
        CASE WHEN a.is_grantable THEN 'with option' END,
        CASE WHEN array_agg(a.privilege_type ORDER BY a.privilege_type COLLATE "C") = (
            SELECT array_agg(o.privilege_type ORDER BY o.privilege_type COLLATE "C")
            FROM aclexplode(acldefault({0}, {2})) o WHERE o.grantee = {2})
        THEN 'ALL' ELSE string_agg(a.privilege_type, ',' ORDER BY a.privilege_type COLLATE "C") END) COLLATE "C"
    FROM aclexplode(coalesce({1}, acldefault({0}, {2}))) a
    GROUP BY a.grantee, a.grantor, a.is_grantable ORDER BY 1)"""
_SORTED = """ARRAY(SELECT s::text COLLATE "C" FROM unnest({0}) s ORDER BY 1)"""
_GIVEN = "WITH given AS (SELECT $1::oid[], $2::oid)"
"""So that a question need not use both."""
_ABBREVIATIONS = {"OWN": _OWN, "ACL": _ACL, "SORTED": _SORTED}
_ABBREVIATION = re.compile(r"\b(OWN|ACL|SORTED)\(([^()]*(?:\([^()]*\)[^()]*)*)\)")


def _question(kind: str, sql: str, *, since: int = 0, before: int = 1000) -> Question:
    def expanded(match: re.Match[str]) -> str:
        return _ABBREVIATIONS[match[1]].format(*(part.strip() for part in match[2].split(",")))

    return Question(kind, _GIVEN + _ABBREVIATION.sub(expanded, sql), since, before)


QUESTIONS: tuple[Question, ...] = (
    _question(
        "schema",
        """
        SELECT '', n.nspname, '', pg_get_userbyid(n.nspowner), ACL('n', n.nspacl, n.nspowner)
        FROM pg_namespace n
        WHERE n.oid = ANY($1) AND n.nspname <> 'atlas_schema_revisions'
        AND OWN(pg_namespace, n.oid)""",
    ),
    _question(
        "relation",
        """
        SELECT n.nspname, c.relname, '', c.relkind::text, c.relpersistence::text, pg_get_userbyid(c.relowner),
            ACL('r', c.relacl, c.relowner), SORTED(c.reloptions), SORTED(toast.reloptions), am.amname,
            c.relrowsecurity, c.relforcerowsecurity, c.relreplident::text,
            pg_get_expr(c.relpartbound, c.oid), pg_get_partkeydef(c.oid), nullif(c.reloftype, 0)::regtype::text,
            ARRAY(SELECT i.inhparent::regclass::text FROM pg_inherits i WHERE i.inhrelid = c.oid ORDER BY i.inhseqno),
            CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END, s.srvname, SORTED(f.ftoptions)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am am ON am.oid = c.relam
            LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid
            LEFT JOIN pg_foreign_table f ON f.ftrelid = c.oid LEFT JOIN pg_foreign_server s ON s.oid = f.ftserver
        WHERE c.relnamespace = ANY($1) AND c.oid <> $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND OWN(pg_class, c.oid)""",
    ),
    _question(
        "column",
        """
        SELECT n.nspname, a.attname, c.relname,
            row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum)::text,
            format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity::text, a.attgenerated::text,
            pg_get_expr(d.adbin, d.adrelid),
            CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END,
            CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END,
            nullif(a.attstattarget, -1)::text, SORTED(a.attoptions), SORTED(a.attfdwoptions),
            ACL('c', a.attacl, c.relowner), a.attislocal OR c.relispartition, c.relkind::text
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relnamespace = ANY($1) AND c.oid <> $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
        AND a.attnum > 0 AND NOT a.attisdropped AND OWN(pg_class, c.oid)""",
    ),
    _question(
        "constraint",
        """
        SELECT n.nspname, k.conname, coalesce(c.relname, t.typname), k.contype::text, pg_get_constraintdef(k.oid),
            k.convalidated, k.condeferrable, k.condeferred
        FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
            LEFT JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_type t ON t.oid = k.contypid
        WHERE k.connamespace = ANY($1) AND k.conrelid <> $2 AND k.contype NOT IN ('n', 't')
        AND NOT (k.contype = 'f' AND k.conparentid <> 0) AND OWN(pg_constraint, k.oid)
        AND OWN(pg_class, k.conrelid) AND OWN(pg_type, k.contypid)""",
    ),
    _question(  # since 18 they are constraints with names; what says no more than NOT NULL of the column is left to that
        "not null",
        """
        SELECT n.nspname, k.conname, c.relname, pg_get_constraintdef(k.oid), k.convalidated, k.connoinherit
        FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace JOIN pg_class c ON c.oid = k.conrelid
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
        WHERE k.connamespace = ANY($1) AND k.conrelid <> $2 AND k.contype = 'n' AND OWN(pg_class, k.conrelid)
        AND (NOT k.convalidated OR k.connoinherit
            OR (k.conislocal AND k.conname <> concat(c.relname, '_', a.attname, '_not_null')))""",
    ),
    _question(
        "index",
        """
        SELECT n.nspname, c.relname, t.relname, pg_get_indexdef(c.oid), i.indisvalid, i.indisreplident, i.indisclustered,
            ARRAY(SELECT p.inhparent::regclass::text FROM pg_inherits p WHERE p.inhrelid = c.oid),
            i.indisprimary, i.indisexclusion
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relnamespace = ANY($1) AND i.indrelid <> $2 AND OWN(pg_class, c.oid) AND OWN(pg_class, t.oid)""",
    ),
    _question(
        "trigger",
        """
        SELECT n.nspname, CASE WHEN g.tgisinternal THEN k.conname ELSE g.tgname END, c.relname, g.tgenabled::text,
            CASE WHEN g.tgisinternal THEN g.tgtype::text ELSE pg_get_triggerdef(g.oid) END, g.tgisinternal
        FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_constraint k ON k.oid = g.tgconstraint
        WHERE c.relnamespace = ANY($1) AND (NOT g.tgisinternal OR g.tgenabled <> 'O')
        AND OWN(pg_trigger, g.oid) AND OWN(pg_class, c.oid)""",
    ),
    _question(
        "rule",
        """
        SELECT n.nspname, r.rulename, c.relname, pg_get_ruledef(r.oid), r.ev_enabled::text
        FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relnamespace = ANY($1) AND r.rulename <> '_RETURN' AND OWN(pg_rewrite, r.oid)""",
    ),
    _question(
        "policy",
        """
        SELECT n.nspname, p.polname, c.relname, p.polcmd::text, p.polpermissive,
            ARRAY(SELECT CASE r WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r)) END COLLATE "C"
                FROM unnest(p.polroles) r ORDER BY 1),
            pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
        FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relnamespace = ANY($1) AND OWN(pg_policy, p.oid)""",
    ),
    _question(
        "sequence",
        """
        SELECT n.nspname, c.relname, coalesce(o.relname, ''), pg_get_userbyid(c.relowner), ACL('s', c.relacl, c.relowner),
            c.relpersistence::text, format_type(s.seqtypid, NULL), s.seqstart::text, s.seqincrement::text,
            s.seqmax::text, s.seqmin::text, s.seqcache::text, s.seqcycle, a.attname, d.deptype::text
        FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
                AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
            LEFT JOIN pg_class o ON o.oid = d.refobjid
            LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE c.relnamespace = ANY($1) AND OWN(pg_class, c.oid)""",
    ),
    _question(
        "type",
        """
        SELECT n.nspname, t.typname, '', t.typtype::text, pg_get_userbyid(t.typowner), ACL('T', t.typacl, t.typowner),
            CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END, t.typnotnull,
            pg_get_expr(t.typdefaultbin, 0),
            CASE WHEN t.typtype = 'd' AND t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END,
            ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder),
            format_type(r.rngsubtype, NULL), nullif(r.rngcollation, 0)::regcollation::text, q.opcname,
            r.rngcanonical::text, r.rngsubdiff::text, r.rngmultitypid::regtype::text,
            CASE WHEN t.typtype = 'b' THEN concat_ws(' ', t.typinput, t.typoutput, t.typreceive, t.typsend, t.typmodin,
                t.typmodout, t.typlen, t.typbyval, t.typalign, t.typstorage, t.typcategory) END
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_type b ON b.oid = t.typbasetype
            LEFT JOIN pg_range r ON r.rngtypid = t.oid LEFT JOIN pg_opclass q ON q.oid = r.rngsubopc
            LEFT JOIN pg_class c ON c.oid = t.typrelid
        WHERE t.typnamespace = ANY($1) AND (t.typrelid = 0 OR c.relkind = 'c')
        AND t.typtype <> 'm' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
        AND OWN(pg_type, t.oid)""",
    ),
    _question(
        "routine",
        """
        SELECT n.nspname, p.proname, '', pg_get_function_identity_arguments(p.oid), p.prokind::text,
            pg_get_userbyid(p.proowner), ACL('f', p.proacl, p.proowner),
            CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END,
            CASE WHEN p.prokind = 'a' THEN concat_ws(' ', a.aggkind, a.aggnumdirectargs, a.aggtransfn, a.aggfinalfn,
                a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn,
                a.aggfinalextra, a.aggfinalmodify, a.aggsortop::regoperator, a.aggtranstype::regtype,
                a.aggmtranstype::regtype, quote_nullable(a.agginitval), quote_nullable(a.aggminitval),
                p.proparallel, format_type(p.prorettype, NULL)) END
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid
        WHERE p.pronamespace = ANY($1) AND OWN(pg_proc, p.oid)
        AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = 'pg_proc'::regclass AND x.objid = p.oid
            AND x.deptype = 'i')""",
    ),
    _question(
        "statistics",
        """
        SELECT n.nspname, s.stxname, c.relname, pg_get_statisticsobjdef(s.oid), pg_get_userbyid(s.stxowner),
            nullif(s.stxstattarget, -1)::text
        FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace JOIN pg_class c ON c.oid = s.stxrelid
        WHERE s.stxnamespace = ANY($1) AND OWN(pg_statistic_ext, s.oid)""",
    ),
    _question(
        "operator",
        """
        SELECT n.nspname, o.oprname, '', format_type(o.oprleft, NULL), format_type(o.oprright, NULL),
            format_type(o.oprresult, NULL), pg_get_userbyid(o.oprowner), o.oprcode::text, o.oprrest::text,
            o.oprjoin::text, o.oprcom::regoperator::text, o.oprnegate::regoperator::text, o.oprcanmerge, o.oprcanhash
        FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
        WHERE o.oprnamespace = ANY($1) AND OWN(pg_operator, o.oid)""",
    ),
    _question(
        "operator class",
        """
        SELECT n.nspname, o.opcname, '', m.amname, pg_get_userbyid(o.opcowner), f.opfname, format_type(o.opcintype, NULL),
            o.opcdefault, nullif(o.opckeytype, 0)::regtype::text
        FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace JOIN pg_am m ON m.oid = o.opcmethod
            JOIN pg_opfamily f ON f.oid = o.opcfamily
        WHERE o.opcnamespace = ANY($1) AND OWN(pg_opclass, o.oid)""",
    ),
    _question(
        "operator family",
        """
        SELECT n.nspname, f.opfname, '', m.amname, pg_get_userbyid(f.opfowner),
            ARRAY(SELECT concat_ws(' ', o.amopstrategy, o.amoppurpose, o.amopopr::regoperator) COLLATE "C"
                FROM pg_amop o WHERE o.amopfamily = f.oid ORDER BY 1),
            ARRAY(SELECT concat_ws(' ', p.amprocnum, p.amproclefttype::regtype, p.amprocrighttype::regtype,
                p.amproc::regprocedure) COLLATE "C" FROM pg_amproc p WHERE p.amprocfamily = f.oid ORDER BY 1)
        FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am m ON m.oid = f.opfmethod
        WHERE f.opfnamespace = ANY($1) AND OWN(pg_opfamily, f.oid)""",
    ),
    _question(
        "collation",
        """
        SELECT n.nspname, c.collname, '', pg_get_userbyid(c.collowner), c.collprovider::text, c.collisdeterministic,
            c.collencoding::text, c.collcollate, c.collctype,
            coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale'), to_jsonb(c) ->> 'collicurules'
        FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
        WHERE c.collnamespace = ANY($1) AND OWN(pg_collation, c.oid)""",
    ),
    _question(
        "conversion",
        """
        SELECT n.nspname, c.conname, '', pg_get_userbyid(c.conowner), pg_encoding_to_char(c.conforencoding),
            pg_encoding_to_char(c.contoencoding), c.conproc::text, c.condefault
        FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE c.connamespace = ANY($1) AND OWN(pg_conversion, c.oid)""",
    ),
    _question(
        "text search configuration",
        """
        SELECT n.nspname, c.cfgname, '', pg_get_userbyid(c.cfgowner), r.prsname,
            ARRAY(SELECT concat_ws(' ', k.alias, m.mapseqno, m.mapdict::regdictionary) COLLATE "C"
                FROM pg_ts_config_map m JOIN ts_token_type(c.cfgparser) k ON k.tokid = m.maptokentype
                WHERE m.mapcfg = c.oid ORDER BY 1)
        FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace JOIN pg_ts_parser r ON r.oid = c.cfgparser
        WHERE c.cfgnamespace = ANY($1) AND OWN(pg_ts_config, c.oid)""",
    ),
    _question(
        "text search dictionary",
        """
        SELECT n.nspname, d.dictname, '', pg_get_userbyid(d.dictowner), t.tmplname, d.dictinitoption
        FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace JOIN pg_ts_template t ON t.oid = d.dicttemplate
        WHERE d.dictnamespace = ANY($1) AND OWN(pg_ts_dict, d.oid)""",
    ),
    _question(
        "default privilege",
        """
        SELECT coalesce(n.nspname, ''), '', '', pg_get_userbyid(d.defaclrole), d.defaclobjtype::text,
            ACL(CASE d.defaclobjtype WHEN 'S' THEN 's'::"char" ELSE d.defaclobjtype END, d.defaclacl, d.defaclrole)
        FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
        WHERE (d.defaclnamespace = 0 OR d.defaclnamespace = ANY($1))""",
    ),
    _question(
        "extension",
        """
        SELECT '', e.extname, '', n.nspname, e.extversion
        FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace""",
    ),
    _question(
        "language",
        """
        SELECT '', l.lanname, '', pg_get_userbyid(l.lanowner), l.lanpltrusted, l.lanplcallfoid::regprocedure::text,
            l.laninline::regprocedure::text, l.lanvalidator::regprocedure::text, ACL('l', l.lanacl, l.lanowner)
        FROM pg_language l WHERE l.lanispl AND OWN(pg_language, l.oid)""",
    ),
    _question(
        "cast",
        """
        SELECT '', '', '', c.castsource::regtype::text, c.casttarget::regtype::text, nullif(c.castfunc, 0)::regprocedure::text,
            c.castcontext::text, c.castmethod::text
        FROM pg_cast c WHERE c.oid >= 16384 AND OWN(pg_cast, c.oid)""",
    ),
    _question(
        "transform",
        """
        SELECT '', l.lanname, '', f.trftype::regtype::text, f.trffromsql::regprocedure::text, f.trftosql::regprocedure::text
        FROM pg_transform f JOIN pg_language l ON l.oid = f.trflang
        WHERE OWN(pg_transform, f.oid)""",
    ),
    _question(
        "access method",
        """
        SELECT '', a.amname, '', a.amtype::text, a.amhandler::text
        FROM pg_am a WHERE a.oid >= 16384 AND OWN(pg_am, a.oid)""",
    ),
    _question(  # its owner is a superuser in any case
        "event trigger",
        """
        SELECT '', e.evtname, '', e.evtevent, e.evtfoid::regprocedure::text,
            e.evtenabled::text, SORTED(e.evttags)
        FROM pg_event_trigger e WHERE OWN(pg_event_trigger, e.oid)""",
    ),
    _question(
        "foreign data wrapper",
        """
        SELECT '', w.fdwname, '', pg_get_userbyid(w.fdwowner), nullif(w.fdwhandler, 0)::regprocedure::text,
            nullif(w.fdwvalidator, 0)::regprocedure::text, SORTED(w.fdwoptions), ACL('F', w.fdwacl, w.fdwowner)
        FROM pg_foreign_data_wrapper w
        WHERE OWN(pg_foreign_data_wrapper, w.oid)""",
    ),
    _question(
        "foreign server",
        """
        SELECT '', s.srvname, '', w.fdwname, pg_get_userbyid(s.srvowner), s.srvtype, s.srvversion, SORTED(s.srvoptions),
            ACL('S', s.srvacl, s.srvowner)
        FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
        WHERE OWN(pg_foreign_server, s.oid)""",
    ),
    _question(
        "publication",
        """
        SELECT '', p.pubname, '', pg_get_userbyid(p.pubowner), p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete,
            p.pubtruncate, p.pubviaroot, coalesce(to_jsonb(p) ->> 'pubgencols', 'n'),
            coalesce((to_jsonb(p) ->> 'puballsequences')::bool, false)
        FROM pg_publication p WHERE OWN(pg_publication, p.oid)""",
    ),
    _question(
        "published table",
        """
        SELECT n.nspname, p.pubname, c.relname, pg_get_expr(r.prqual, r.prrelid), ARRAY(
            SELECT a.attname::text FROM unnest(r.prattrs) k JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k
            ORDER BY a.attname)
        FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid JOIN pg_class c ON c.oid = r.prrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relnamespace = ANY($1)""",
        since=15,
    ),
    _question(
        "published table",
        """
        SELECT n.nspname, p.pubname, c.relname, NULL, ARRAY[]::text[]
        FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid JOIN pg_class c ON c.oid = r.prrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relnamespace = ANY($1)""",
        before=15,
    ),
    _question(
        "published schema",
        """
        SELECT n.nspname, p.pubname, ''
        FROM pg_publication_namespace r JOIN pg_publication p ON p.oid = r.pnpubid
            JOIN pg_namespace n ON n.oid = r.pnnspid WHERE n.oid = ANY($1)""",
        since=15,
    ),
    _question(  # what a session of this role begins with, of that which decides what a statement means
        "setting",
        """
        SELECT DISTINCT ON (split_part(v, '=', 1)) '', '', '', v
        FROM pg_db_role_setting s, unnest(s.setconfig) v
        WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
        AND s.setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = session_user))
        AND lower(split_part(v, '=', 1)) IN ('array_nulls', 'check_function_bodies', 'datestyle', 'intervalstyle', 'role',
            'row_security', 'search_path', 'session_replication_role', 'standard_conforming_strings', 'timezone',
            'transform_null_equals', 'xmloption')
        ORDER BY split_part(v, '=', 1), s.setrole <> 0 AND s.setdatabase <> 0 DESC, s.setrole <> 0 DESC""",
    ),
)
