package main

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	atlas "ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
	"github.com/lib/pq"
)

// Conditions on pg_namespace n and on an object's oid that all queries share.
const (
	notSystem = `n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'`
	// What an extension brought belongs to the extension.
	notMember = `NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = %CLASS%::pg_catalog.regclass AND d.objid = %OID% AND d.deptype = 'e')`
)

func free(class, oid string) string {
	return strings.NewReplacer("%CLASS%", "'pg_catalog."+class+"'", "%OID%", oid).Replace(notMember)
}

// postgresForeign finds what an empty database would not have.
var postgresForeign = `
SELECT 'the schema ' || n.nspname FROM pg_catalog.pg_namespace n WHERE ` + notSystem + ` AND n.nspname <> 'public' AND ` + free("pg_namespace", "n.oid") + `
UNION ALL SELECT 'the relation ' || c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE ` + notSystem + ` AND ` + free("pg_class", "c.oid") + `
UNION ALL SELECT 'the routine ' || p.proname FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE ` + notSystem + ` AND ` + free("pg_proc", "p.oid") + `
UNION ALL SELECT 'the type ' || t.typname FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE ` + notSystem + ` AND t.typrelid = 0 AND ` + free("pg_type", "t.oid") + `
LIMIT 1`

// postgresQuoted finds names of modelled things that have a double quote in them.
var postgresQuoted = `
SELECT 'schema' FROM pg_catalog.pg_namespace n WHERE %SCOPE% AND strpos(n.nspname, '"') > 0
UNION ALL SELECT 'table or an index' FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE %SCOPE% AND strpos(c.relname, '"') > 0 AND c.relkind IN ('r', 'p', 'i', 'I')
UNION ALL SELECT 'column' FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE %SCOPE% AND strpos(a.attname, '"') > 0 AND a.attnum > 0 AND c.relkind IN ('r', 'p')
UNION ALL SELECT 'constraint' FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace WHERE %SCOPE% AND strpos(k.conname, '"') > 0
UNION ALL SELECT 'type' FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE %SCOPE% AND strpos(t.typname, '"') > 0 AND t.typtype = 'e'
LIMIT 1`

// postgresMarks: the transactions that last wrote a table's rows in the catalogue. What a table takes from elsewhere counts
// too: the types of its columns, and the columns that its foreign keys name.
var postgresMarks = `
WITH t AS (
  SELECT c.oid, c.xmin, n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'atlas_schema_revisions' AND %SCOPE% AND ` + free("pg_class", "c.oid") + `
), part AS (
  SELECT t.oid, 'c' AS kind, t.xmin, t.oid AS id, 0 AS sub FROM t
  UNION ALL SELECT t.oid, 'a', a.xmin, a.attrelid, a.attnum FROM t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0
  UNION ALL SELECT t.oid, 'y', y.xmin, y.oid, a.attnum FROM t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0
    JOIN pg_catalog.pg_type b ON b.oid = a.atttypid JOIN pg_catalog.pg_type y ON y.oid IN (b.oid, b.typelem) AND y.oid >= 16384
  UNION ALL SELECT t.oid, 'd', d.xmin, d.oid, 0 FROM t JOIN pg_catalog.pg_attrdef d ON d.adrelid = t.oid
  UNION ALL SELECT t.oid, 'k', k.xmin, k.oid, 0 FROM t JOIN pg_catalog.pg_constraint k ON k.conrelid = t.oid
  UNION ALL SELECT t.oid, 'f', a.xmin, k.oid, a.attnum FROM t JOIN pg_catalog.pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
    JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = ANY (k.confkey)
  UNION ALL SELECT t.oid, 'r', r.xmin, k.oid, 0 FROM t JOIN pg_catalog.pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
    JOIN pg_catalog.pg_class r ON r.oid = k.confrelid AND r.oid <> t.oid
  UNION ALL SELECT t.oid, 'i', i.xmin, i.indexrelid, 0 FROM t JOIN pg_catalog.pg_index i ON i.indrelid = t.oid
  UNION ALL SELECT t.oid, 'x', x.xmin, x.oid, 0 FROM t JOIN pg_catalog.pg_index i ON i.indrelid = t.oid JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
  UNION ALL SELECT t.oid, 'm', m.xmin, m.objoid, m.objsubid FROM t JOIN pg_catalog.pg_description m ON m.objoid = t.oid
  UNION ALL SELECT t.oid, 'n', m.xmin, m.objoid, m.objsubid FROM t JOIN pg_catalog.pg_index i ON i.indrelid = t.oid
    JOIN pg_catalog.pg_description m ON m.objoid = i.indexrelid
)
SELECT t.nspname, t.relname, pg_catalog.md5(pg_catalog.string_agg(part.kind || part.id || '.' || part.sub || '=' || part.xmin, ',' ORDER BY part.kind, part.id, part.sub))
FROM t JOIN part USING (oid) GROUP BY t.nspname, t.relname
UNION ALL
SELECT n.nspname, '', n.oid || coalesce((
  SELECT pg_catalog.string_agg(y.oid || '=' || y.xmin || '/' || e.oid || '=' || e.xmin, ',' ORDER BY e.oid)
  FROM pg_catalog.pg_type y JOIN pg_catalog.pg_enum e ON e.enumtypid = y.oid WHERE y.typnamespace = n.oid), '')
  || coalesce((SELECT m.xmin::text FROM pg_catalog.pg_description m WHERE m.objoid = n.oid AND m.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass), '')
FROM pg_catalog.pg_namespace n WHERE %SCOPE% AND n.nspname <> 'atlas_schema_revisions' AND ` + free("pg_namespace", "n.oid")

// inScope is the condition on pg_namespace n for what belongs to the request.
func (d *postgresDialect) inScope() string {
	if len(d.schemas) == 0 {
		return notSystem
	}
	var list []string
	for _, s := range d.schemas {
		list = append(list, pq.QuoteLiteral(s))
	}
	return "n.nspname IN (" + strings.Join(list, ", ") + ")"
}

func (d *postgresDialect) scoped(query string) string {
	return strings.ReplaceAll(query, "%SCOPE%", d.inScope())
}

func (d *postgresDialect) marks(ctx context.Context, q schema.ExecQuerier) (map[ident]string, error) {
	type mark struct {
		id   ident
		text string
	}
	rows, err := scanAll(ctx, q, d.scoped(postgresMarks), func(r *sql.Rows) (m mark, err error) {
		return m, r.Scan(&m.id.schema, &m.id.name, &m.text)
	})
	marks := make(map[ident]string, len(rows))
	for _, m := range rows {
		marks[m.id] = m.text
	}
	return marks, err
}

// versioned lists the catalogues whose rows make a schema, with what leaves a row out of the mark: temporary objects,
// TOAST, and Atlas's bookkeeping; a trigger, rule or policy on that counts all the same. The mark holds every row's place and the transaction that wrote it last. It has 53 bits, so that
// no reader of JSON rounds it.
var versioned = []struct{ catalogue, id, except string }{
	{"pg_namespace", "oid", "oid IN (SELECT oid FROM hidden_schemas)"},
	{"pg_class", "oid", "oid IN (SELECT oid FROM hidden)"},
	{"pg_attribute", "attrelid || '.' || attnum", "attrelid IN (SELECT oid FROM hidden)"},
	{"pg_attrdef", "oid", "adrelid IN (SELECT oid FROM hidden)"},
	{"pg_constraint", "oid", "conrelid IN (SELECT oid FROM hidden)"},
	{"pg_index", "indexrelid", "indexrelid IN (SELECT oid FROM hidden) OR indrelid IN (SELECT oid FROM hidden)"},
	{"pg_inherits", "inhrelid || '.' || inhparent", "inhrelid IN (SELECT oid FROM hidden)"},
	{"pg_trigger", "oid", "tgrelid IN (SELECT oid FROM passing)"},
	{"pg_rewrite", "oid", "ev_class IN (SELECT oid FROM passing)"},
	{"pg_policy", "oid", "polrelid IN (SELECT oid FROM passing)"},
	{"pg_sequence", "seqrelid", "seqrelid IN (SELECT oid FROM hidden)"},
	{"pg_type", "oid", "typnamespace IN (SELECT oid FROM hidden_schemas) OR typrelid IN (SELECT oid FROM hidden) " +
		"OR typelem IN (SELECT oid FROM pg_catalog.pg_type WHERE typrelid IN (SELECT oid FROM hidden))"},
	{"pg_proc", "oid", "pronamespace IN (SELECT oid FROM hidden_schemas)"},
	{"pg_enum", "oid", "false"}, {"pg_range", "rngtypid", "false"}, {"pg_extension", "oid", "false"}, {"pg_collation", "oid", "false"},
	{"pg_operator", "oid", "false"}, {"pg_opclass", "oid", "false"}, {"pg_cast", "oid", "false"}, {"pg_event_trigger", "oid", "false"},
	{"pg_statistic_ext", "oid", "false"}, {"pg_default_acl", "oid", "false"}, {"pg_foreign_table", "ftrelid", "false"},
	{"pg_foreign_server", "oid", "false"}, {"pg_publication", "oid", "false"}, {"pg_publication_rel", "oid", "false"},
}

func (d *postgresDialect) versionQuery() string {
	var rows []string
	for _, v := range versioned {
		rows = append(rows, "SELECT tableoid || '.' || "+v.id+" || '.' || xmin AS mark FROM pg_catalog."+v.catalogue+" WHERE NOT ("+v.except+")")
	}
	return `
WITH hidden_schemas AS (
  SELECT oid FROM pg_catalog.pg_namespace WHERE nspname LIKE 'pg\_temp%' OR nspname LIKE 'pg\_toast%' OR nspname = 'atlas_schema_revisions'
), passing AS (
  SELECT oid FROM pg_catalog.pg_class WHERE relnamespace IN (SELECT oid FROM hidden_schemas) AND relname <> 'atlas_schema_revisions'
), own AS (
  SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relname = 'atlas_schema_revisions' AND c.relkind = 'r' AND n.nspname = ` + pq.QuoteLiteral(d.revisionsSchema()) + `
), hidden AS (
  SELECT oid FROM pg_catalog.pg_class WHERE relnamespace IN (SELECT oid FROM hidden_schemas) OR oid IN (SELECT oid FROM own)
    OR oid IN (SELECT indexrelid FROM pg_catalog.pg_index WHERE indrelid IN (SELECT oid FROM own))
)
SELECT (pg_catalog.count(*) # pg_catalog.bit_xor(pg_catalog.hashtextextended(mark, 0))) & 9007199254740991 FROM (` + strings.Join(rows, "\nUNION ALL ") + `) AS rows`
}

func (d *postgresDialect) schemaVersion(ctx context.Context, q schema.ExecQuerier) (int64, error) {
	found, err := scanAll(ctx, q, d.versionQuery(), scanOne[int64])
	if err != nil || len(found) != 1 {
		return 0, errors.Join(errors.New("the schema version can't be read"), err)
	}
	return found[0], nil
}

// serverWords is what the server itself says about a column.
type serverWords struct {
	schema.Attr
	typ, generated string
}

var postgresColumns = `
SELECT n.nspname, c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attgenerated
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND n.nspname = ANY ($1) AND ($2 OR c.relname = ANY ($3))`

// addDetails notes the server's own words on every column of what Atlas has read.
func (d *postgresDialect) addDetails(ctx context.Context, q schema.ExecQuerier, r *schema.Realm) error {
	var schemas, tables []string
	columns := make(map[[3]string]*schema.Column)
	for _, s := range r.Schemas {
		schemas = append(schemas, s.Name)
		for _, t := range s.Tables {
			tables = append(tables, t.Name)
			for _, c := range t.Columns {
				columns[[3]string{s.Name, t.Name, c.Name}] = c
			}
		}
	}
	if len(columns) == 0 {
		return nil
	}
	many := len(tables) > 50
	_, err := scanAll(ctx, q, postgresColumns, func(rows *sql.Rows) (none struct{}, err error) {
		var key [3]string
		var w serverWords
		err = rows.Scan(&key[0], &key[1], &key[2], &w.typ, &w.generated)
		if c, ok := columns[key]; ok {
			c.Attrs = append(c.Attrs, &w)
		}
		return none, err
	}, pq.Array(schemas), many, pq.Array(tables))
	return err
}

func (*postgresDialect) describe(c *schema.Column, j *columnJSON) (err error) {
	for _, a := range c.Attrs {
		switch a := a.(type) {
		case *serverWords:
			j.Type, j.GeneratedType = a.typ, map[string]string{"s": "STORED", "v": "VIRTUAL"}[a.generated]
		case *atlas.Identity:
			j.Identity = strings.ReplaceAll(a.Generation, "_", " ")
		}
	}
	if s, ok := c.Type.Type.(*atlas.SerialType); ok && s.SequenceName != "" {
		text := "nextval(" + pq.QuoteLiteral(s.SequenceName) + "::regclass)"
		j.Default = &text
	}
	if j.Type == "" {
		j.Type, err = atlas.FormatType(c.Type.Type)
	}
	return err
}

func (*postgresDialect) tableAttrs(t *schema.Table) map[string]bool {
	attrs := map[string]bool{"partitioned": false}
	for _, a := range t.Attrs {
		if _, ok := a.(*atlas.Partition); ok {
			attrs["partitioned"] = true
		}
	}
	return attrs
}

func (*postgresDialect) indexAttrs(i *schema.Index, j *indexJSON) {
	for _, a := range i.Attrs {
		switch a := a.(type) {
		case *atlas.IndexPredicate:
			j.Where = a.P
		case *atlas.IndexType:
			j.Method = strings.ToLower(a.T)
		case *atlas.Constraint:
			j.Constraint = a.N
		case *atlas.IndexInclude:
			for _, c := range a.Columns {
				j.Include = append(j.Include, c.Name)
			}
		}
	}
}
