package main

import (
	"context"
	"errors"
	"slices"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
)

// state is a schema read from somewhere, with what Atlas did not see of it.
type state struct {
	realm   *schema.Realm
	unknown []object
	outside []object // what files made outside of the scope
}

// keep leaves only the named tables and what hangs on them; no names keep all.
func (st *state) keep(names []string) {
	if len(names) == 0 {
		return
	}
	for _, sc := range st.realm.Schemas {
		sc.Tables = slices.DeleteFunc(sc.Tables, func(t *schema.Table) bool {
			return !slices.Contains(names, t.Name) && !slices.Contains(names, sc.Name+"."+t.Name)
		})
	}
	st.unknown = slices.DeleteFunc(st.unknown, func(o object) bool {
		return !slices.ContainsFunc(names, func(n string) bool {
			return n == o.Name || n == o.Table || o.schema != "" && (o.schema+"."+n == o.Name || o.schema+"."+n == o.Table)
		})
	})
}

// dropOutsideReferences removes foreign keys to tables that keep left out: HCL can't name what it does not hold.
// SQL and the tree have them still.
func (st *state) dropOutsideReferences() {
	for _, sc := range st.realm.Schemas {
		for _, t := range sc.Tables {
			t.ForeignKeys = slices.DeleteFunc(t.ForeignKeys, func(fk *schema.ForeignKey) bool {
				return !slices.ContainsFunc(st.realm.Schemas, func(s *schema.Schema) bool { return slices.Contains(s.Tables, fk.RefTable) })
			})
		}
	}
}

type schemaResult struct {
	Schema schemaJSON `json:"schema"`
	SQL    string     `json:"sql"`
	HCL    string     `json:"hcl"`
}

// inspect reads a live database.
func (s *session) inspect(ctx context.Context) (any, error) {
	if err := s.req.Source.check(); err != nil {
		return nil, err
	}
	if s.req.Source.URL == "" {
		return nil, failf(codeBadRequest, "inspect takes a url; for everything else there is load")
	}
	return s.describe(ctx, func() (*state, error) { return s.live(ctx, s.req.Source.URL, s.req.Exclude) })
}

// load reads a schema from files, on a scratch database.
func (s *session) load(ctx context.Context) (any, error) {
	src := s.req.Source
	if err := src.check(); err != nil {
		return nil, err
	}
	if src.URL != "" {
		return nil, failf(codeBadRequest, "load takes files, migrations or empty; for a url there is inspect")
	}
	return s.describe(ctx, func() (*state, error) {
		if src.Format == "hcl" {
			return s.built(ctx, src.Files)
		}
		return s.read(ctx, src)
	})
}

func (s *session) describe(ctx context.Context, read func() (*state, error)) (any, error) {
	st, err := read()
	if err != nil {
		return nil, err
	}
	st.keep(s.req.Tables)
	tree, err := s.schemaJSON(st)
	if err != nil {
		return nil, err
	}
	text, err := s.dump(ctx, st.realm)
	if err != nil {
		return nil, err
	}
	st.dropOutsideReferences()
	doc, err := s.d.marshalHCL(st.realm)
	if err != nil {
		return nil, err
	}
	return &schemaResult{tree, text, string(doc)}, nil
}

// read gives the state of any source.
func (s *session) read(ctx context.Context, src *source) (*state, error) {
	switch {
	case src.URL != "":
		return s.live(ctx, src.URL, s.req.Exclude)
	case src.Format == "hcl" && s.d.rereads():
		return s.built(ctx, src.Files)
	case src.Format == "hcl":
		realm, err := s.parseHCL(src.Files)
		return &state{realm: realm}, err
	case src.Files != nil:
		var files []migrate.File
		for _, f := range src.Files {
			files = append(files, migrate.NewLocalFile(f.Name, []byte(f.Text)))
		}
		return s.replayed(ctx, files, codeLoadFailed)
	default: // migrations, or nothing
		dir, err := newDirectory(src.Migrations)
		if err != nil {
			return nil, err
		}
		files, err := migrate.FilesFromLastCheckpoint(dir)
		if err != nil {
			return nil, err
		}
		return s.replayed(ctx, files, codeReplayFailed)
	}
}

func (s *session) live(ctx context.Context, url string, exclude []string) (*state, error) {
	db, err := s.use(s.d.open(ctx, url, readOnly))
	if err != nil {
		return nil, err
	}
	return s.stateOf(ctx, db, exclude)
}

func (s *session) replayed(ctx context.Context, files []migrate.File, code string) (*state, error) {
	db, err := s.use(s.d.scratch(ctx))
	if err != nil {
		return nil, err
	}
	if err := replay(ctx, s.d, db, files, code); err != nil {
		return nil, err
	}
	return s.stateOf(ctx, db, s.req.Exclude)
}

func (s *session) stateOf(ctx context.Context, db *database, exclude []string) (*state, error) {
	realm, err := s.d.inspect(ctx, db.sql, nil, exclude)
	if err != nil {
		return nil, asFailure(err, codeLoadFailed)
	}
	unknown, err := s.d.unmodelled(ctx, db.sql)
	if err != nil {
		return nil, asFailure(err, codeLoadFailed)
	}
	st := &state{realm: realm, unknown: unknown}
	if db.access == scratchWrite {
		if st.outside, err = s.d.outside(ctx, db.sql); err != nil {
			return nil, asFailure(err, codeLoadFailed)
		}
	}
	return st, nil
}

// built proves that an HCL schema can be built, and reads it back as the database has it.
func (s *session) built(ctx context.Context, files []textFile) (*state, error) {
	realm, err := s.parseHCL(files)
	if err != nil {
		return nil, err
	}
	db, err := s.use(s.d.scratch(ctx))
	if err != nil {
		return nil, err
	}
	plan, err := s.planned(ctx, db.driver, s.creation(realm), migrate.PlanModeDump)
	if err != nil {
		return nil, asFailure(err, codeLoadFailed)
	}
	for i, c := range plan.Changes {
		if _, err := db.driver.ExecContext(ctx, c.Cmd, c.Args...); err != nil {
			message, sqlstate, _ := told(err, c.Cmd)
			fail := failf(codeLoadFailed, "%s", message)
			fail.Statement, fail.Text, fail.SQLState = i, shorten(c.Cmd), sqlstate
			return nil, fail
		}
	}
	return s.stateOf(ctx, db, s.req.Exclude)
}

// parseHCL evaluates the files together. There are no data sources, variables from
// outside, or functions that read files or the environment here.
func (s *session) parseHCL(files []textFile) (*schema.Realm, error) {
	p := hclparse.NewParser()
	for _, f := range files {
		if _, diags := p.ParseHCL([]byte(f.Text), f.Name); diags.HasErrors() {
			return nil, hclFailure(diags, files)
		}
	}
	realm := &schema.Realm{}
	if err := s.d.evalHCL(p, realm); err != nil {
		return nil, hclFailure(err, files)
	}
	return realm, nil
}

func hclFailure(err error, files []textFile) *failure {
	fail := failf(codeLoadFailed, "%s", err)
	var diags hcl.Diagnostics
	if !errors.As(err, &diags) || len(diags) == 0 || diags[0].Subject == nil {
		return fail
	}
	at := diags[0].Subject
	fail.File, fail.Position = at.Filename, at.Start.Byte
	for _, f := range files {
		if f.Name == at.Filename && at.Start.Byte <= at.End.Byte && at.End.Byte <= len(f.Text) {
			fail.Text = shorten(f.Text[at.Start.Byte:at.End.Byte])
		}
	}
	return fail
}
