package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ariga.io/atlas/sql/migrate"
	atlas "ariga.io/atlas/sql/postgres"
	_ "ariga.io/atlas/sql/postgres/postgrescheck" // registers the analyzers
	"ariga.io/atlas/sql/schema"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/lib/pq"
)

// postgresDialect is PostgreSQL in one scope: one schema, several, or the whole database.
type postgresDialect struct {
	schemas []string
	devURLs []string // of databases not yet used
	runID   string
	// Both in milliseconds; 0 is without a limit.
	lockTimeout, statementTimeout int
}

func newPostgres(req *request) dialect {
	return &postgresDialect{
		schemas: req.Schemas, devURLs: slices.Clone(req.DevURLs), runID: req.RunID,
		lockTimeout: req.LockTimeoutMS, statementTimeout: req.StatementTimeoutMS,
	}
}

var reRunID = regexp.MustCompile(`^[A-Za-z0-9_-]{0,40}$`)

func (d *postgresDialect) checkRequest(req *request) error {
	seen := make(map[string]bool)
	for _, s := range d.schemas {
		if s == "" || len(s) > 63 || strings.ContainsRune(s, 0) || seen[s] {
			return failf(codeBadRequest, "schemas has a name that is empty, too long or there twice")
		}
		if systemSchema(s) {
			return failf(codeBadRequest, "%q belongs to the server and can't be a scope", s)
		}
		seen[s] = true
	}
	switch {
	case !reRunID.MatchString(d.runID):
		return failf(codeBadRequest, "a run_id is up to 40 of a-z, A-Z, 0-9, _ and -")
	case d.lockTimeout < 0 || d.statementTimeout < 0:
		return failf(codeBadRequest, "a timeout is not negative")
	}
	return nil
}

func systemSchema(name string) bool {
	return name == "information_schema" || strings.HasPrefix(name, "pg_")
}

// one is the schema that unqualified names are read and written in; "" when the scope is not one schema.
func (d *postgresDialect) one() string {
	if len(d.schemas) == 1 {
		return d.schemas[0]
	}
	return ""
}

func (d *postgresDialect) qualifier() *string {
	if d.one() == "" {
		return nil
	}
	return new(string)
}

func (d *postgresDialect) open(ctx context.Context, url string, a access) (*database, error) {
	return d.connect(ctx, url, a)
}

// scratch takes the next disposable database, which must be empty, and makes the schema of the scope in it.
func (d *postgresDialect) scratch(ctx context.Context) (*database, error) {
	if len(d.devURLs) == 0 {
		return nil, failf(codeBadRequest, "there are too few dev_urls: every scratch needs an empty database of its own")
	}
	url := d.devURLs[0]
	d.devURLs = d.devURLs[1:]
	db, err := d.connect(ctx, url, scratchWrite)
	if err != nil {
		return nil, err
	}
	if err := d.emptyScratch(ctx, db); err != nil {
		db.close()
		return nil, err
	}
	return db, nil
}

func (d *postgresDialect) emptyScratch(ctx context.Context, db *database) error {
	found, err := scanStrings(ctx, db.sql, postgresForeign)
	if err != nil {
		return asFailure(err, codeConnectFailed)
	}
	if len(found) > 0 {
		return failf(codeDevNotEmpty, "a database of dev_urls is not empty: it has %s", found[0])
	}
	if one := d.one(); one != "" && one != "public" {
		if _, err := db.sql.ExecContext(ctx, "CREATE SCHEMA IF NOT EXISTS "+pq.QuoteIdentifier(one)); err != nil {
			return asFailure(err, codeConnectFailed)
		}
	}
	return nil
}

// desk is a scratch database in use. Never a live one: to compare two defaults Atlas runs them.
func (d *postgresDialect) desk(ctx context.Context, inUse []*database) (*database, error) {
	for _, db := range slices.Backward(inUse) {
		if db.access == scratchWrite {
			return db, nil
		}
	}
	return d.scratch(ctx)
}

// planner needs no database: only the version of the one that was read counts.
func (d *postgresDialect) planner(ctx context.Context, inUse []*database) (*database, error) {
	if len(inUse) > 0 {
		return inUse[len(inUse)-1], nil
	}
	return d.scratch(ctx)
}

func (*postgresDialect) driver(q schema.ExecQuerier) (migrate.Driver, error) {
	return atlas.Open(comparing{q})
}

func (*postgresDialect) scanner() migrate.Driver { return &atlas.Driver{} }

// rereads: what HCL says is built and read back, so that both sides of a diff are the server's own words.
func (*postgresDialect) rereads() bool { return true }

// inspect reads the scope as Atlas does for a connection bound to it.
func (d *postgresDialect) inspect(ctx context.Context, q schema.ExecQuerier, names []ident, exclude []string) (*schema.Realm, error) {
	drv, err := d.driver(q)
	if err != nil {
		return nil, err
	}
	if err := d.refuseQuotedNames(ctx, q, names); err != nil {
		return nil, err
	}
	var realm *schema.Realm
	switch one := d.one(); {
	case names != nil:
		err = d.qualified(ctx, q, func() (err error) {
			realm, err = inspectNamed(ctx, drv, names)
			return err
		})
	default:
		err = withoutLoops(ctx, q, func() (err error) {
			if one != "" {
				realm, err = inspectOne(ctx, drv, one, &schema.InspectOptions{Exclude: exclude})
			} else {
				realm, err = drv.InspectRealm(ctx, &schema.InspectRealmOption{Schemas: d.schemas, Exclude: exclude})
			}
			return err
		})
	}
	if err != nil {
		return nil, err
	}
	d.leaveOut(realm)
	return realm, d.qualified(ctx, q, func() error { return d.addDetails(ctx, q, realm) })
}

// withoutLoops keeps the server from nested loops, which it chooses for Atlas's queries and which cost the square of the
// tables: 16 seconds at 1,000.
func withoutLoops(ctx context.Context, q schema.ExecQuerier, read func() error) error {
	set := func(to string) error {
		_, err := scanStrings(ctx, q, "SELECT pg_catalog.set_config('enable_nestloop', '"+to+"', false)")
		return err
	}
	if err := set("off"); err != nil {
		return err
	}
	return errors.Join(read(), set("on"))
}

func inspectOne(ctx context.Context, drv migrate.Driver, name string, opts *schema.InspectOptions) (*schema.Realm, error) {
	s, err := drv.InspectSchema(ctx, name, opts)
	if schema.IsNotExistError(err) {
		return schema.NewRealm(schema.New(name)), nil
	}
	if err != nil {
		return nil, err
	}
	return schema.NewRealm(s), nil
}

// inspectNamed reads some tables, and the enums of their schemas. A schema that is gone is not in the realm.
func inspectNamed(ctx context.Context, drv migrate.Driver, names []ident) (*schema.Realm, error) {
	tables := make(map[string][]string)
	for _, n := range names {
		if n.name != "" {
			tables[n.schema] = append(tables[n.schema], n.name)
		} else if _, ok := tables[n.schema]; !ok {
			tables[n.schema] = nil
		}
	}
	realm := schema.NewRealm()
	for name, list := range tables {
		opts := &schema.InspectOptions{Tables: list}
		if len(list) == 0 {
			opts.Mode = schema.InspectSchemas | schema.InspectTypes
		}
		s, err := drv.InspectSchema(ctx, name, opts)
		if schema.IsNotExistError(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		realm.AddSchemas(s)
	}
	slices.SortFunc(realm.Schemas, func(a, b *schema.Schema) int { return strings.Compare(a.Name, b.Name) })
	return realm, nil
}

// qualified lets the server write schemas before all names while it runs read, as InspectRealm does by itself.
// In the scope of one schema they are left out.
func (d *postgresDialect) qualified(ctx context.Context, q schema.ExecQuerier, read func() error) error {
	if d.one() != "" {
		return read()
	}
	before, err := scanStrings(ctx, q, "SELECT pg_catalog.current_setting('search_path')")
	if err != nil {
		return err
	}
	set := func(path string) error {
		_, err := scanStrings(ctx, q, "SELECT pg_catalog.set_config('search_path', "+pq.QuoteLiteral(path)+", false)")
		return err
	}
	if err := set(""); err != nil {
		return err
	}
	return errors.Join(read(), set(before[0]))
}

// refuseQuotedNames: Atlas puts names between double quotes as they are, so one with a quote in it would end early.
func (d *postgresDialect) refuseQuotedNames(ctx context.Context, q schema.ExecQuerier, names []ident) error {
	if names != nil {
		return nil // the full inspection comes before any statement is written
	}
	found, err := scanStrings(ctx, q, d.scoped(postgresQuoted))
	if err == nil && len(found) > 0 {
		return failf(codeLoadFailed, "the name of a %s has a double quote in it, which Atlas can't write", found[0])
	}
	return err
}

// leaveOut removes Atlas's own bookkeeping from what was read.
func (d *postgresDialect) leaveOut(r *schema.Realm) {
	r.Schemas = slices.DeleteFunc(r.Schemas, func(s *schema.Schema) bool {
		s.Tables = slices.DeleteFunc(s.Tables, func(t *schema.Table) bool { return t.Name == revisionsName })
		return s.Name == revisionsName && d.one() == ""
	})
}

func (d *postgresDialect) evalHCL(p *hclparse.Parser, r *schema.Realm) error {
	if err := atlas.EvalHCL.Eval(p, r, nil); err != nil {
		return err
	}
	one := d.one()
	switch {
	case one == "":
		return d.withinScope(r)
	case len(r.Schemas) > 1:
		return errors.New("the scope is one schema, so the files may name one schema only")
	case len(r.Schemas) == 0:
		r.AddSchemas(schema.New(one))
	default:
		r.Schemas[0].Name = one
	}
	return nil
}

func (d *postgresDialect) withinScope(r *schema.Realm) error {
	for _, s := range r.Schemas {
		if len(d.schemas) > 0 && !slices.Contains(d.schemas, s.Name) {
			return fmt.Errorf("the files name the schema %q, which is outside of the scope", s.Name)
		}
	}
	return nil
}

func (*postgresDialect) marshalHCL(r *schema.Realm) ([]byte, error) { return atlas.MarshalHCL(r) }

func (*postgresDialect) analyzers() string { return atlas.DriverName }

func (*postgresDialect) hints() statementHints { return postgresHints{} }

func (d *postgresDialect) isLocked(err error) bool { return sqlState(err) == lockNotAvailable }
