package main

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"ariga.io/atlas/sql/schema"
)

// Names of our own tables and of SQLite's never belong to a schema.
const ordinary = `name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'libsql\_%' ESCAPE '\' AND name <> 'atlas_schema_revisions' COLLATE NOCASE`

const (
	sqliteTables = `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND ` + ordinary + ` ORDER BY name`

	// Virtual tables and their shadows look like tables to Atlas, which would re-create them as such.
	sqliteUnmodelled = `
SELECT type, name, '' AS tbl, '' AS text FROM pragma_table_list WHERE schema = 'main' AND type IN ('virtual', 'shadow')
UNION ALL
SELECT type, name, CASE type WHEN 'trigger' THEN tbl_name ELSE '' END, coalesce(sql, '')
FROM sqlite_master WHERE type IN ('view', 'trigger')
ORDER BY 1, 2`

	sqliteMarks = `
SELECT tbl_name, type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master
WHERE type IN ('table', 'index') AND tbl_name IN (
  SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND ` + ordinary + `)
ORDER BY type DESC, name`

	// Atlas puts names into its queries between single quotes, unescaped.
	sqliteQuoted = `SELECT count(*) FROM sqlite_master WHERE instr(name, '''') OR instr(tbl_name, '''')`
)

// inspect gives Atlas the names of the tables to read, so that it sees ordinary tables only.
func (d sqliteDialect) inspect(ctx context.Context, q schema.ExecQuerier, names, exclude []string) (*schema.Realm, error) {
	drv, err := d.driver(quickCatalog{q})
	if err != nil {
		return nil, err
	}
	if err := d.refuseQuotedNames(ctx, q); err != nil {
		return nil, err
	}
	if names == nil {
		if names, err = scanStrings(ctx, q, sqliteTables); err != nil {
			return nil, err
		}
	}
	s := schema.New(sqliteSchema)
	// One query takes about 32,000 names; a full list is cut in parts.
	for part := range slices.Chunk(names, 30_000) {
		read, err := drv.InspectSchema(ctx, sqliteSchema, &schema.InspectOptions{Tables: part, Exclude: exclude})
		if err != nil {
			return nil, err
		}
		s.AddTables(read.Tables...)
	}
	return schema.NewRealm(s), nil
}

func (sqliteDialect) refuseQuotedNames(ctx context.Context, q schema.ExecQuerier) error {
	n, err := scanAll(ctx, q, sqliteQuoted, func(r *sql.Rows) (n int, err error) { return n, r.Scan(&n) })
	if err != nil {
		return err
	}
	if len(n) != 1 || n[0] != 0 {
		return failf(codeLoadFailed, "the name of a table or an index has a single quote in it, which Atlas can't read")
	}
	return nil
}

func (sqliteDialect) unmodelled(ctx context.Context, q schema.ExecQuerier) ([]object, error) {
	return scanAll(ctx, q, sqliteUnmodelled, func(r *sql.Rows) (o object, err error) {
		if err = r.Scan(&o.Type, &o.Name, &o.Table, &o.text); o.Type == "virtual" || o.Type == "shadow" {
			o.Type += "_table"
		}
		return o, err
	})
}

func (sqliteDialect) marks(ctx context.Context, q schema.ExecQuerier) (map[string]string, error) {
	rows, err := scanAll(ctx, q, sqliteMarks, func(r *sql.Rows) (m [2]string, err error) {
		return m, r.Scan(&m[0], &m[1])
	})
	if err != nil {
		return nil, err
	}
	marks := make(map[string]string)
	for _, r := range rows {
		marks[r[0]] += r[1] + "\n"
	}
	return marks, nil
}

// Atlas joins the indexes of a table with the catalogue in a way that SQLite runs as: for every
// object of the database, list the indexes of the table. That is 5 ms for one table among 1,000.
const (
	slowJoin  = ") AS il JOIN sqlite_master AS m ON il.name = m.name"
	quickJoin = ") AS il CROSS JOIN sqlite_master AS m ON il.name = m.name ORDER BY m.rowid"
)

// quickCatalog turns that join around, with the same rows in the same order.
type quickCatalog struct{ schema.ExecQuerier }

func (q quickCatalog) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return q.ExecQuerier.QueryContext(ctx, strings.Replace(query, slowJoin, quickJoin, 1), args...)
}

func scanStrings(ctx context.Context, q schema.ExecQuerier, query string) ([]string, error) {
	return scanAll(ctx, q, query, func(r *sql.Rows) (s string, err error) { return s, r.Scan(&s) })
}

func scanAll[T any](ctx context.Context, q schema.ExecQuerier, query string, scan func(*sql.Rows) (T, error), args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := []T{}
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}
