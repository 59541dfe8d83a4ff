package main

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"regexp"
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
func (d sqliteDialect) inspect(ctx context.Context, q schema.ExecQuerier, only []ident, exclude []string) (*schema.Realm, error) {
	if err := d.refuseQuotedNames(ctx, q); err != nil {
		return nil, err
	}
	catalog, err := readIndexes(ctx, q)
	if err != nil {
		return nil, err
	}
	drv, err := d.driver(catalog)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, id := range only {
		names = append(names, id.name)
	}
	if only == nil {
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

func (sqliteDialect) marks(ctx context.Context, q schema.ExecQuerier) (map[ident]string, error) {
	rows, err := scanAll(ctx, q, sqliteMarks, func(r *sql.Rows) (m [2]string, err error) {
		return m, r.Scan(&m[0], &m[1])
	})
	if err != nil {
		return nil, err
	}
	marks := make(map[ident]string)
	for _, r := range rows {
		marks[ident{sqliteSchema, r[0]}] += r[1] + "\n"
	}
	return marks, nil
}

// Atlas joins the indexes of a table with the catalogue in a way that SQLite runs as: for every
// object of the database, list the indexes of the table. That is 5 ms for one table among 1,000.
const (
	slowJoin  = ") AS il JOIN sqlite_master AS m ON il.name = m.name"
	quickJoin = ") AS il JOIN (SELECT value->>0 AS rowid, value->>1 AS name, value->>2 AS sql FROM json_each('%s')) AS m " +
		"ON il.name = m.name ORDER BY m.rowid"
	indexRows = "SELECT tbl_name, json_group_array(json_array(rowid, name, sql)) FROM sqlite_master WHERE type = 'index' GROUP BY tbl_name"
)

// indexedTable finds the table that such a query asks about; refuseQuotedNames keeps quotes out of names.
var indexedTable = regexp.MustCompile(`pragma_index_list\('([^']*)'`)

// quickCatalog reads the indexes of all tables once and joins each table with its own, with the same rows in the same order.
type quickCatalog struct {
	schema.ExecQuerier
	indexes map[string]string // by table: its rows of sqlite_master as JSON
}

func readIndexes(ctx context.Context, q schema.ExecQuerier) (*quickCatalog, error) {
	rows, err := scanAll(ctx, q, indexRows, func(r *sql.Rows) (pair [2]string, err error) {
		return pair, r.Scan(&pair[0], &pair[1])
	})
	c := &quickCatalog{q, make(map[string]string)}
	for _, pair := range rows {
		c.indexes[pair[0]] = pair[1]
	}
	return c, err
}

func (q *quickCatalog) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if table := indexedTable.FindStringSubmatch(query); table != nil {
		rows := cmp.Or(q.indexes[table[1]], "[]")
		query = strings.Replace(query, slowJoin, fmt.Sprintf(quickJoin, strings.ReplaceAll(rows, "'", "''")), 1)
	}
	return q.ExecQuerier.QueryContext(ctx, query, args...)
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
