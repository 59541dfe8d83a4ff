package main

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"ariga.io/atlas/sql/schema"
)

// unseen is one kind of thing that Atlas's library leaves out. Each query gives: type, schema, name, table, text.
// %SCOPE% is the condition on the namespace n, %FREE(class, oid)% that no extension owns the object.
var unseen = []string{
	// Relations that are not plain tables, and tables that Atlas does not take for what they are.
	`SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' ELSE 'foreign_table' END, n.nspname, c.relname, '',
	   CASE WHEN c.relkind = 'f' THEN '' ELSE pg_catalog.pg_get_viewdef(c.oid) END
	 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	 WHERE c.relkind IN ('v', 'm', 'f') AND %SCOPE% AND %FREE(pg_class, c.oid)%`,
	`SELECT CASE WHEN c.relispartition THEN 'partition' ELSE 'inheritance' END, n.nspname, c.relname, p.relname, coalesce(pg_catalog.pg_get_expr(c.relpartbound, c.oid), '')
	 FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
	 JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	 WHERE c.relkind IN ('r', 'p', 'f') AND %SCOPE% AND %FREE(pg_class, c.oid)%`,
	`SELECT o.what, n.nspname, c.relname, c.relname, o.text
	 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	 CROSS JOIN LATERAL (VALUES
	   ('unlogged_table', c.relpersistence = 'u', ''), ('typed_table', c.reloftype <> 0, c.reloftype::pg_catalog.regtype::text),
	   ('row_security', c.relrowsecurity OR c.relforcerowsecurity, CASE WHEN c.relforcerowsecurity THEN 'forced' ELSE '' END),
	   ('storage_parameters', c.reloptions IS NOT NULL, pg_catalog.array_to_string(c.reloptions, ', ')),
	   ('tablespace', c.reltablespace <> 0, ''), ('replica_identity', c.relreplident <> 'd', c.relreplident::text),
	   ('access_method', c.relam <> 0 AND c.relam <> 2, '')) AS o (what, there, text)
	 WHERE o.there AND c.relkind IN ('r', 'p') AND c.relname <> 'atlas_schema_revisions' AND %SCOPE% AND %FREE(pg_class, c.oid)%`,
	// Tables and columns that Atlas can't see, since the role has no privilege on them.
	`SELECT 'hidden_table', n.nspname, c.relname, '', '' FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND %SCOPE% AND c.relname <> 'atlas_schema_revisions' AND %FREE(pg_class, c.oid)%
	   AND NOT (pg_catalog.pg_has_role(c.relowner, 'USAGE') OR pg_catalog.has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
	     OR pg_catalog.has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))`,
	`SELECT 'hidden_column', n.nspname, a.attname, c.relname, '' FROM pg_catalog.pg_attribute a
	 JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	 WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND %SCOPE% AND c.relname <> 'atlas_schema_revisions'
	   AND NOT pg_catalog.pg_has_role(c.relowner, 'USAGE') AND NOT pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT, INSERT, UPDATE, REFERENCES')
	   AND (pg_catalog.has_table_privilege(c.oid, 'DELETE, TRUNCATE, TRIGGER') OR pg_catalog.has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))`,
	// Sequences that no column owns.
	`SELECT 'sequence', n.nspname, c.relname, '', pg_catalog.concat_ws(' ', q.seqtypid::pg_catalog.regtype, q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle)
	 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_sequence q ON q.seqrelid = c.oid
	 WHERE c.relkind = 'S' AND %SCOPE% AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
	   AND d.objid = c.oid AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')) AND %FREE(pg_class, c.oid)%`,
	// Routines and types.
	`SELECT CASE p.prokind WHEN 'f' THEN 'function' WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'window_function' END, n.nspname,
	   p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')', '', CASE p.prokind WHEN 'a' THEN '' ELSE pg_catalog.pg_get_functiondef(p.oid) END
	 FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE %SCOPE% AND %FREE(pg_proc, p.oid)%
	   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'i')`,
	`SELECT CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite_type' WHEN 'r' THEN 'range_type' ELSE 'base_type' END, n.nspname, t.typname, '',
	   CASE t.typtype
	   WHEN 'd' THEN pg_catalog.concat_ws(' ', pg_catalog.format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typnotnull THEN 'NOT NULL' END, t.typdefault,
	     (SELECT pg_catalog.string_agg(pg_catalog.pg_get_constraintdef(k.oid), ' ' ORDER BY k.conname) FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid))
	   WHEN 'c' THEN (SELECT pg_catalog.string_agg(a.attname || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
	     FROM pg_catalog.pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)
	   END
	 FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
	 WHERE t.typtype IN ('d', 'c', 'r', 'b') AND (t.typtype <> 'c' OR c.relkind = 'c') AND NOT (t.typtype = 'b' AND t.typelem <> 0 AND t.typcategory = 'A')
	   AND %SCOPE% AND %FREE(pg_type, t.oid)%`,
	// What hangs on a table.
	`SELECT 'trigger', n.nspname, g.tgname, c.relname, pg_catalog.pg_get_triggerdef(g.oid) FROM pg_catalog.pg_trigger g
	 JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE NOT g.tgisinternal AND %SCOPE%`,
	`SELECT 'policy', n.nspname, y.polname, c.relname, pg_catalog.concat_ws(' ', y.polcmd, y.polpermissive, y.polroles::pg_catalog.regrole[]::text,
	   'USING', pg_catalog.pg_get_expr(y.polqual, y.polrelid), 'CHECK', pg_catalog.pg_get_expr(y.polwithcheck, y.polrelid)) FROM pg_catalog.pg_policy y
	 JOIN pg_catalog.pg_class c ON c.oid = y.polrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE %SCOPE%`,
	`SELECT 'rule', n.nspname, w.rulename, c.relname, pg_catalog.pg_get_ruledef(w.oid) FROM pg_catalog.pg_rewrite w
	 JOIN pg_catalog.pg_class c ON c.oid = w.ev_class JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE w.rulename <> '_RETURN' AND %SCOPE%`,
	`SELECT o.what, n.nspname, k.conname, c.relname, pg_catalog.pg_get_constraintdef(k.oid)
	 FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	 CROSS JOIN LATERAL pg_catalog.to_jsonb(k) AS j
	 CROSS JOIN LATERAL (VALUES
	   ('exclusion_constraint', k.contype = 'x'), ('deferrable_constraint', k.condeferrable AND k.contype <> 't'), ('not_valid_constraint', NOT k.convalidated),
	   ('not_enforced_constraint', j->>'conenforced' = 'false'), ('temporal_constraint', j->>'conperiod' = 'true'),
	   ('foreign_key_set_columns', pg_catalog.jsonb_typeof(j->'confdelsetcols') = 'array'),
	   ('foreign_key_match_full', k.contype = 'f' AND k.confmatchtype = 'f')) AS o (what, there)
	 WHERE o.there AND k.conparentid = 0 AND %SCOPE%`,
	`SELECT CASE WHEN i.indisvalid THEN 'clustered_index' ELSE 'invalid_index' END, n.nspname, x.relname, c.relname, '' FROM pg_catalog.pg_index i
	 JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	 WHERE (NOT i.indisvalid OR i.indisclustered) AND %SCOPE%`,
	`SELECT 'virtual_column', n.nspname, a.attname, c.relname, pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attribute a
	 JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
	 JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE a.attgenerated = 'v' AND %SCOPE%`,
	`SELECT 'statistics', n.nspname, s.stxname, c.relname, pg_catalog.pg_get_statisticsobjdef(s.oid) FROM pg_catalog.pg_statistic_ext s
	 JOIN pg_catalog.pg_class c ON c.oid = s.stxrelid JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace WHERE %SCOPE%`,
	// Rarer things that live in a schema.
	`SELECT o.what, n.nspname, o.name, '', '' FROM (
	   SELECT 'collation', 'pg_collation', oid, collnamespace, collname FROM pg_catalog.pg_collation
	   UNION ALL SELECT 'conversion', 'pg_conversion', oid, connamespace, conname FROM pg_catalog.pg_conversion
	   UNION ALL SELECT 'operator', 'pg_operator', oid, oprnamespace, oprname FROM pg_catalog.pg_operator
	   UNION ALL SELECT 'operator_class', 'pg_opclass', oid, opcnamespace, opcname FROM pg_catalog.pg_opclass
	   UNION ALL SELECT 'operator_family', 'pg_opfamily', oid, opfnamespace, opfname FROM pg_catalog.pg_opfamily
	   UNION ALL SELECT 'text_search_configuration', 'pg_ts_config', oid, cfgnamespace, cfgname FROM pg_catalog.pg_ts_config
	   UNION ALL SELECT 'text_search_dictionary', 'pg_ts_dict', oid, dictnamespace, dictname FROM pg_catalog.pg_ts_dict
	 ) AS o (what, class, oid, namespace, name) JOIN pg_catalog.pg_namespace n ON n.oid = o.namespace
	 WHERE %SCOPE% AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = ('pg_catalog.' || o.class)::pg_catalog.regclass AND d.objid = o.oid AND d.deptype = 'e')`,
	// Privileges given to others than the owner.
	`SELECT 'grant', g.nspname, g.privilege || ' to ' || CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(g.grantee) END, g.name, ''
	 FROM (
	   SELECT n.nspname, c.relname AS name, x.grantee, x.privilege_type AS privilege, c.relowner AS owner
	   FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace, pg_catalog.aclexplode(c.relacl) x
	   WHERE %SCOPE% AND c.relname <> 'atlas_schema_revisions' AND %FREE(pg_class, c.oid)%
	   UNION ALL SELECT n.nspname, c.relname || '.' || a.attname, x.grantee, x.privilege_type, c.relowner
	   FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace, pg_catalog.aclexplode(a.attacl) x
	   WHERE %SCOPE% AND %FREE(pg_class, c.oid)%
	   UNION ALL SELECT n.nspname, p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')', x.grantee, x.privilege_type, p.proowner
	   FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace, pg_catalog.aclexplode(p.proacl) x
	   WHERE %SCOPE% AND %FREE(pg_proc, p.oid)%
	   UNION ALL SELECT n.nspname, t.typname, x.grantee, x.privilege_type, t.typowner
	   FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace, pg_catalog.aclexplode(t.typacl) x
	   WHERE %SCOPE% AND %FREE(pg_type, t.oid)%
	 ) AS g WHERE g.grantee <> g.owner`,
	`SELECT 'schema_grant', n.nspname, x.privilege_type || ' to ' || CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(x.grantee) END, '', ''
	 FROM pg_catalog.pg_namespace n, pg_catalog.aclexplode(n.nspacl) x
	 WHERE %SCOPE% AND x.grantee <> n.nspowner AND NOT (n.nspname = 'public' AND x.grantee = 0) AND %FREE(pg_namespace, n.oid)%`,
	`SELECT 'default_privileges', coalesce(n.nspname, ''), 'of ' || pg_catalog.pg_get_userbyid(a.defaclrole), '', pg_catalog.array_to_string(a.defaclacl, ', ')
	 FROM pg_catalog.pg_default_acl a LEFT JOIN pg_catalog.pg_namespace n ON n.oid = a.defaclnamespace WHERE n.oid IS NULL OR %SCOPE%`,
	// What belongs to the database as a whole.
	`SELECT 'extension', '', e.extname, '', e.extversion FROM pg_catalog.pg_extension e WHERE e.extname <> 'plpgsql'`,
	`SELECT 'event_trigger', '', e.evtname, '', '' FROM pg_catalog.pg_event_trigger e WHERE %FREE(pg_event_trigger, e.oid)%`,
	`SELECT 'publication', '', p.pubname, '', '' FROM pg_catalog.pg_publication p`,
	`SELECT 'foreign_server', '', s.srvname, '', '' FROM pg_catalog.pg_foreign_server s WHERE %FREE(pg_foreign_server, s.oid)%`,
	`SELECT 'foreign_data_wrapper', '', w.fdwname, '', '' FROM pg_catalog.pg_foreign_data_wrapper w WHERE %FREE(pg_foreign_data_wrapper, w.oid)%`,
	`SELECT 'cast', '', pg_catalog.format_type(k.castsource, NULL) || ' to ' || pg_catalog.format_type(k.casttarget, NULL), '', ''
	 FROM pg_catalog.pg_cast k WHERE k.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
	   WHERE d.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass AND d.objid = k.oid AND d.deptype IN ('e', 'i'))`,
}

// unmodelledQuery joins them; a server that does not have a column of another version must not notice.
var unmodelledQuery = func() string {
	query := strings.Join(unseen, "\nUNION ALL ")
	for {
		before, rest, ok := strings.Cut(query, "%FREE(")
		if !ok {
			return "SELECT * FROM (" + query + ") AS u (type, nsp, name, tbl, text) ORDER BY 1, 2, 4, 3"
		}
		args, after, _ := strings.Cut(rest, ")%")
		class, oid, _ := strings.Cut(args, ", ")
		query = before + free(class, oid) + after
	}
}()

func (d *postgresDialect) unmodelled(ctx context.Context, q schema.ExecQuerier) (found []object, err error) {
	err = d.qualified(ctx, q, func() (err error) {
		found, err = scanAll(ctx, q, d.scoped(unmodelledQuery), func(r *sql.Rows) (o object, err error) {
			var text sql.NullString
			err = r.Scan(&o.Type, &o.schema, &o.Name, &o.Table, &text)
			o.text = text.String
			return d.named(o), err
		})
		return err
	})
	return found, err
}

// ofTables have a name within their table, and no schema of their own.
var ofTables = []string{"grant", "trigger", "policy", "rule", "virtual_column", "hidden_column"}

// named writes the schema before the names when the scope is more than one schema.
func (d *postgresDialect) named(o object) object {
	if d.one() != "" || o.schema == "" {
		return o
	}
	switch {
	case o.Type == "schema_grant", o.Type == "default_privileges":
		o.Table = o.schema
	case slices.Contains(ofTables, o.Type):
		o.Table = o.schema + "." + o.Table
	case o.Table != "":
		o.Table = o.schema + "." + o.Table
		fallthrough
	default:
		o.Name = o.schema + "." + o.Name
	}
	return o
}

// postgresOutside lists what has a schema that is not in the scope. %SCOPE% is the scope.
var postgresOutside = `
SELECT 'schema', n.nspname, '' FROM pg_catalog.pg_namespace n
WHERE ` + notSystem + ` AND n.nspname <> 'public' AND NOT (%SCOPE%) AND ` + free("pg_namespace", "n.oid") + `
UNION ALL SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign_table'
  WHEN 'c' THEN 'composite_type' ELSE 'table' END, n.nspname || '.' || c.relname, ''
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind NOT IN ('i', 'I', 't') AND ` + notSystem + ` AND NOT (%SCOPE%) AND ` + free("pg_class", "c.oid") + `
UNION ALL SELECT 'routine', n.nspname || '.' || p.proname, '' FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE ` + notSystem + ` AND NOT (%SCOPE%) AND ` + free("pg_proc", "p.oid") + `
UNION ALL SELECT 'type', n.nspname || '.' || t.typname, '' FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype IN ('d', 'e', 'r') AND ` + notSystem + ` AND NOT (%SCOPE%) AND ` + free("pg_type", "t.oid") + `
UNION ALL SELECT 'trigger', n.nspname || '.' || g.tgname, n.nspname || '.' || c.relname FROM pg_catalog.pg_trigger g
JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE NOT g.tgisinternal AND ` + notSystem + ` AND NOT (%SCOPE%)
ORDER BY 1, 2`

func (d *postgresDialect) outside(ctx context.Context, q schema.ExecQuerier) ([]object, error) {
	if len(d.schemas) == 0 {
		return nil, nil
	}
	return scanAll(ctx, q, d.scoped(postgresOutside), func(r *sql.Rows) (o object, err error) {
		return o, r.Scan(&o.Type, &o.Name, &o.Table)
	})
}
