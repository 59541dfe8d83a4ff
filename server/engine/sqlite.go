package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
	atlas "ariga.io/atlas/sql/sqlite"
	_ "ariga.io/atlas/sql/sqlite/sqlitecheck" // registers the analyzers
	"github.com/hashicorp/hcl/v2/hclparse"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteSchema is the one schema a SQLite database has for us.
const sqliteSchema = "main"

// How the two kinds of connections are opened. A scratch database holds 256 MB at most, and
// what is sorted for it stays in memory, which is watched from outside: nothing is spilled to the disk.
const (
	liveSettings    = "_defensive=1&_error_rc=1&_txlock=immediate&_pragma=trusted_schema(0)"
	scratchSettings = "_defensive=1&_error_rc=1&_pragma=max_page_count(65536)&_pragma=trusted_schema(0)&_pragma=temp_store(2)"
)

// busyTimeout is how many milliseconds we wait for another connection's lock.
var busyTimeout = 5000

type sqliteDialect struct{}

func (sqliteDialect) checkRequest(req *request) error {
	for _, s := range req.Schemas {
		if s != sqliteSchema {
			return failf(codeBadRequest, "a SQLite database has the schema %q only", sqliteSchema)
		}
	}
	if req.DevURLs != nil {
		return failf(codeBadRequest, "dev_urls is not used for SQLite: the engine makes its own database in memory")
	}
	if req.LockTimeoutMS != 0 || req.StatementTimeoutMS != 0 {
		return failf(codeBadRequest, "timeouts are not used for SQLite")
	}
	return nil
}

func (sqliteDialect) secrets(raw string) []string {
	rest := raw
	for _, scheme := range []string{"sqlite3://", "sqlite://"} {
		rest = strings.TrimPrefix(rest, scheme)
	}
	path, _, _ := strings.Cut(rest, "?")
	parts := []string{rest, path}
	if plain, err := url.PathUnescape(path); err == nil {
		parts = append(parts, plain)
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		parts = append(parts, real)
	}
	return slices.DeleteFunc(parts, func(p string) bool { return len(p) < 3 })
}

// target is a parsed sqlite:// URL.
type target struct {
	path        string
	readOnly    bool
	foreignKeys bool
}

// parseTarget accepts an absolute path and the parameters mode and _fk. Everything else
// that drivers take (_pragma runs SQL, vfs, immutable) is refused.
func parseTarget(raw string) (*target, error) {
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "sqlite" && u.Scheme != "sqlite3") || u.Host != "" || u.User != nil || u.Fragment != "" {
		return nil, failf(codeConnectFailed, "the URL is not of the form sqlite:///absolute/path")
	}
	params, err := url.ParseQuery(u.RawQuery)
	if err != nil || !filepath.IsAbs(u.Path) || strings.ContainsRune(u.Path, 0) {
		return nil, failf(codeConnectFailed, "the URL is not of the form sqlite:///absolute/path")
	}
	t := &target{path: u.Path}
	for key, values := range params {
		v := values[len(values)-1]
		switch {
		case key == "mode" && (v == "ro" || v == "rw"):
			t.readOnly = v == "ro"
		case (key == "_fk" || key == "_foreign_keys") && slices.Contains([]string{"1", "on", "true"}, v):
			t.foreignKeys = true
		case (key == "_fk" || key == "_foreign_keys") && slices.Contains([]string{"0", "off", "false"}, v):
		default:
			return nil, failf(codeConnectFailed, "the URL has a parameter that is not allowed (allowed: mode=ro|rw, _fk=0|1)")
		}
	}
	return t, nil
}

func (t *target) dsn(a access) string {
	dsn := fmt.Sprintf("file:%s?%s&_busy_timeout=%d", (&url.URL{Path: t.path}).EscapedPath(), liveSettings, busyTimeout)
	if t.foreignKeys {
		dsn += "&_foreign_keys=1"
	}
	if a == readOnly {
		return dsn + "&mode=ro&_query_only=1"
	}
	return dsn + "&mode=rw"
}

func (d sqliteDialect) open(ctx context.Context, raw string, a access) (*database, error) {
	t, err := parseTarget(raw)
	if err != nil {
		return nil, err
	}
	if t.readOnly && a == readWrite {
		return nil, failf(codeConnectFailed, "the URL opens the database for reading only")
	}
	if info, err := os.Stat(t.path); err != nil || !info.Mode().IsRegular() {
		return nil, failf(codeConnectFailed, "the database file does not exist, or can't be reached")
	}
	db, err := d.connect(ctx, t.dsn(a), a)
	if err != nil {
		return nil, asFailure(err, codeConnectFailed)
	}
	return db, nil
}

func (d sqliteDialect) scratch(ctx context.Context) (*database, error) {
	return d.connect(ctx, ":memory:?"+scratchSettings, scratchWrite)
}

func (d sqliteDialect) desk(ctx context.Context, _ []*database) (*database, error) {
	return d.scratch(ctx)
}

func (d sqliteDialect) planner(ctx context.Context, _ []*database) (*database, error) {
	return d.scratch(ctx)
}

func (d sqliteDialect) connect(ctx context.Context, dsn string, a access) (*database, error) {
	g := &guard{}
	pool := sql.OpenDB(&sqliteConnector{dsn, g})
	pool.SetMaxOpenConns(1)
	// The first read finds out whether the file is a database.
	if _, err := d.schemaVersion(ctx, pool); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	drv, err := d.driver(pool)
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return &database{sql: pool, driver: drv, guard: g, access: a, statement: runStatement}, nil
}

func runStatement(ctx context.Context, q schema.ExecQuerier, query string) (sql.Result, error) {
	return q.ExecContext(ctx, query)
}

func (sqliteDialect) driver(q schema.ExecQuerier) (migrate.Driver, error) { return atlas.Open(q) }

func (sqliteDialect) scanner() migrate.Driver { return &atlas.Driver{} }

func (sqliteDialect) qualifier() *string { return new(string) }

func (sqliteDialect) rereads() bool { return false }

func (sqliteDialect) outside(context.Context, schema.ExecQuerier) ([]object, error) { return nil, nil }

// The write lock of SQLite's own transactions is enough, and the authorizer keeps files from ending one.
func (sqliteDialect) lock(context.Context, *database) error { return nil }

// plain is always no: here is no round trip that could be saved.
func (sqliteDialect) plain(string) bool { return false }

func (sqliteDialect) fresh(context.Context, *database) error { return nil }

func (sqliteDialect) afterStatement(context.Context, *database, bool) error { return nil }

func (sqliteDialect) bookkeeping(_ context.Context, _ schema.ExecQuerier, write func() error) error {
	return write()
}

func (sqliteDialect) afterReplay(context.Context, *database) error { return nil }

func (sqliteDialect) afterFile(context.Context, *database) error { return nil }

// begin is Atlas's own: foreign keys off around the transaction if they were on,
// and no new violation may be left at the commit.
func (sqliteDialect) begin(ctx context.Context, db *database) (transaction, error) {
	return atlas.OpenTx(ctx, db.sql, nil)
}

func (sqliteDialect) schemaVersion(ctx context.Context, q schema.ExecQuerier) (int64, error) {
	versions, err := scanAll(ctx, q, "PRAGMA schema_version", func(r *sql.Rows) (v int64, err error) {
		return v, r.Scan(&v)
	})
	if err != nil || len(versions) != 1 {
		return 0, errors.Join(errors.New("the schema version can't be read"), err)
	}
	return versions[0], nil
}

func (sqliteDialect) isLost(error) bool { return false }

func (sqliteDialect) isLocked(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	primary := e.Code() & 0xff
	return primary == sqlite3.SQLITE_BUSY || primary == sqlite3.SQLITE_LOCKED
}

func (sqliteDialect) evalHCL(p *hclparse.Parser, r *schema.Realm) error {
	if err := atlas.EvalHCL.Eval(p, r, nil); err != nil {
		return err
	}
	switch len(r.Schemas) {
	case 0:
		r.AddSchemas(schema.New(sqliteSchema))
	case 1:
		r.Schemas[0].Name = sqliteSchema
	default:
		return errors.New("a SQLite database has one schema only")
	}
	return nil
}

func (sqliteDialect) marshalHCL(r *schema.Realm) ([]byte, error) { return atlas.MarshalHCL(r) }

// describe gives the type as declared, which Atlas's own form shortens: varchar(255) to varchar.
func (sqliteDialect) describe(c *schema.Column, j *columnJSON) (err error) {
	if j.Type = strings.ToLower(c.Type.Raw); j.Type == "" {
		j.Type, err = atlas.FormatType(c.Type.Type)
	}
	return err
}

func (sqliteDialect) analyzers() string { return atlas.DriverName }

func (sqliteDialect) hints() statementHints { return sqliteHints{} }

func (sqliteDialect) tableAttrs(t *schema.Table) map[string]bool {
	attrs := map[string]bool{"without_rowid": false, "strict": false}
	for _, a := range t.Attrs {
		switch a.(type) {
		case *atlas.WithoutRowID:
			attrs["without_rowid"] = true
		case *atlas.Strict:
			attrs["strict"] = true
		}
	}
	return attrs
}

func (sqliteDialect) indexAttrs(i *schema.Index, j *indexJSON) {
	for _, a := range i.Attrs {
		if p, ok := a.(*atlas.IndexPredicate); ok {
			j.Where = p.P
		}
	}
}
