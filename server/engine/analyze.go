package main

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"ariga.io/atlas/schemahcl"
	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlcheck"
	"ariga.io/atlas/sql/sqlclient"
)

type analyzeResult struct {
	Files  []analyzedFile `json:"files"`
	Before schemaJSON     `json:"before"`
	After  schemaJSON     `json:"after"`
}

type analyzedFile struct {
	Name        string           `json:"name"`
	Diagnostics []diagnosticJSON `json:"diagnostics"`
	Changes     []string         `json:"changes"`
}

type diagnosticJSON struct {
	Code        string   `json:"code"`
	Analyzer    string   `json:"analyzer"`
	Text        string   `json:"text"`
	Position    int      `json:"position"`
	Statement   int      `json:"statement"`
	Suggestions []string `json:"suggestions"`
}

// rehearsed is a pending file that was run, with the schema change of every statement.
type rehearsed struct {
	file  migrate.File
	stmts []*migrate.Stmt
	check *sqlcheck.File
}

// analyze runs the pending files on a scratch database and asks Atlas's analyzers about
// them. Comments that tell Atlas to be silent (atlas:nolint) are not honoured.
func (s *session) analyze(ctx context.Context) (any, error) {
	dir, err := newDirectory(s.req.Migrations)
	if err != nil {
		return nil, err
	}
	pending, err := dir.named(s.req.Pending)
	if err != nil {
		return nil, err
	}
	if err := refuseDirectives(pending); err != nil {
		return nil, err
	}
	db, err := s.use(s.d.scratch(ctx))
	if err != nil {
		return nil, err
	}
	history, rest, err := split(dir, pending)
	if err != nil {
		return nil, err
	}
	if err := replay(ctx, s.d, db, history, codeReplayFailed); err != nil {
		return nil, err
	}
	return s.analyzed(ctx, db, rest, pending)
}

// split parts the files to run at the first pending one.
func split(dir *directory, pending []migrate.File) (history, rest []migrate.File, err error) {
	files, err := migrate.FilesFromLastCheckpoint(dir)
	if err != nil || len(pending) == 0 {
		return files, nil, err
	}
	first := slices.Index(files, pending[0])
	if first < 0 {
		return nil, nil, failf(codeHistoryMismatch, "the pending file %s is older than the last checkpoint", pending[0].Name())
	}
	return files[:first], files[first:], nil
}

func (s *session) analyzed(ctx context.Context, db *database, files, pending []migrate.File) (*analyzeResult, error) {
	result := &analyzeResult{Files: []analyzedFile{}}
	t, err := s.track(ctx, db)
	if err != nil {
		return nil, err
	}
	if result.Before, err = t.schemaJSON(ctx); err != nil {
		return nil, err
	}
	var all []*rehearsed
	for _, f := range files {
		r, err := t.rehearse(ctx, f)
		if err != nil {
			return nil, err
		}
		// A file between the pending ones was applied before: run, not judged.
		if slices.Contains(pending, f) {
			all = append(all, r)
		}
	}
	if result.After, err = t.schemaJSON(ctx); err != nil {
		return nil, err
	}
	for _, r := range all {
		file, err := s.judge(ctx, db, r)
		if err != nil {
			return nil, err
		}
		result.Files = append(result.Files, *file)
	}
	return result, nil
}

// tracker follows the schemas from statement to statement. It reads again only the tables
// whose definition changed: a full inspection per statement would cost everything each time.
type tracker struct {
	*session
	db      *database
	marks   map[ident]string
	schemas map[string]*schema.Schema // without their tables
	tables  map[ident]*schema.Table
}

func (s *session) track(ctx context.Context, db *database) (*tracker, error) {
	t := &tracker{session: s, db: db, schemas: make(map[string]*schema.Schema), tables: make(map[ident]*schema.Table)}
	realm, err := s.d.inspect(ctx, db.sql, nil, nil)
	if err != nil {
		return nil, asFailure(err, codeReplayFailed)
	}
	t.note(realm)
	t.marks, err = s.d.marks(ctx, db.sql)
	return t, err
}

// note remembers what was read.
func (t *tracker) note(r *schema.Realm) {
	for _, s := range r.Schemas {
		known := *s
		known.Tables = nil
		t.schemas[s.Name] = &known
		for _, table := range s.Tables {
			t.tables[ident{s.Name, table.Name}] = table
		}
	}
}

func (t *tracker) schemaJSON(ctx context.Context) (schemaJSON, error) {
	unknown, err := t.d.unmodelled(ctx, t.db.sql)
	if err != nil {
		return schemaJSON{}, err
	}
	outside, err := t.d.outside(ctx, t.db.sql)
	if err != nil {
		return schemaJSON{}, err
	}
	realm := schema.NewRealm()
	for _, name := range slices.Sorted(maps.Keys(t.schemas)) {
		all := *t.schemas[name]
		for id, table := range t.tables {
			if id.schema == name {
				// Not AddTables: it would make the tables point to this copy.
				all.Tables = append(all.Tables, table)
			}
		}
		realm.Schemas = append(realm.Schemas, &all)
	}
	return t.session.schemaJSON(&state{realm, unknown, outside})
}

func (t *tracker) rehearse(ctx context.Context, f migrate.File) (*rehearsed, error) {
	stmts, err := statements(t.db.driver, f)
	if err != nil {
		return nil, err
	}
	r := &rehearsed{f, stmts, &sqlcheck.File{File: f, Parser: t.d.hints()}}
	for i, s := range stmts {
		if err := execute(ctx, t.db.driver, f, i, s, codeLoadFailed); err != nil {
			return nil, err
		}
		changes, err := t.step(ctx)
		if err != nil {
			fail := asFailure(err, codeLoadFailed)
			fail.File, fail.Statement, fail.Position, fail.Text = f.Name(), i, s.Pos, shorten(s.Text)
			return nil, fail
		}
		r.check.Changes = append(r.check.Changes, &sqlcheck.Change{Stmt: s, Changes: t.d.hints().fixRename(s.Text, changes)})
	}
	return r, t.d.fresh(ctx, t.db)
}

// step gives the change since the last step.
func (t *tracker) step(ctx context.Context) (schema.Changes, error) {
	marks, err := t.d.marks(ctx, t.db.sql)
	if err != nil {
		return nil, err
	}
	touched := differing(t.marks, marks)
	t.marks = marks
	if len(touched) == 0 {
		return nil, nil
	}
	from := t.before(touched)
	to, err := t.d.inspect(ctx, t.db.sql, touched, nil)
	if err != nil {
		return nil, err
	}
	t.note(to)
	return t.db.driver.RealmDiff(from, to)
}

// before takes what was known of the touched tables out of the tracker.
func (t *tracker) before(touched []ident) *schema.Realm {
	realm := schema.NewRealm()
	for _, id := range touched {
		known, ok := t.schemas[id.schema]
		if !ok {
			continue
		}
		s, ok := realm.Schema(id.schema)
		if !ok {
			copied := *known
			s = &copied
			realm.AddSchemas(s)
		}
		if table, ok := t.tables[id]; ok {
			// A copy: analyzers write to the tables of earlier changes.
			was := *table
			s.AddTables(&was)
			delete(t.tables, id)
		}
	}
	for _, s := range realm.Schemas {
		delete(t.schemas, s.Name)
	}
	return realm
}

// differing lists the keys whose values are not the same in both maps, sorted.
func differing(a, b map[ident]string) (keys []ident) {
	for k, v := range a {
		if w, ok := b[k]; !ok || v != w {
			keys = append(keys, k)
		}
	}
	for k := range b {
		if _, ok := a[k]; !ok {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b ident) int {
		return cmp.Or(strings.Compare(a.schema, b.schema), strings.Compare(a.name, b.name))
	})
	return keys
}

// judge asks every analyzer about a file.
func (s *session) judge(ctx context.Context, db *database, r *rehearsed) (*analyzedFile, error) {
	file := &analyzedFile{Name: r.file.Name(), Diagnostics: []diagnosticJSON{}, Changes: []string{}}
	for _, c := range r.check.Changes {
		file.Changes = append(file.Changes, changeNames(c.Changes)...)
	}
	analyzers, err := sqlcheck.AnalyzerFor(s.d.analyzers(), &schemahcl.Resource{})
	if err != nil {
		return nil, err
	}
	dev := &sqlclient.Client{Name: s.d.analyzers(), DB: db.sql, Driver: db.driver}
	for _, az := range analyzers {
		name, reported := "", false
		if n, ok := az.(sqlcheck.NamedAnalyzer); ok {
			name = n.Name()
		}
		write := sqlcheck.ReportWriterFunc(func(rep sqlcheck.Report) {
			reported = true
			file.Diagnostics = append(file.Diagnostics, diagnosticsOf(name, rep, r.stmts)...)
		})
		// An analyzer set to be strict also returns an error for what it has reported.
		err := az.Analyze(ctx, &sqlcheck.Pass{File: r.check, Dev: dev, Reporter: write})
		if err != nil && !reported {
			return nil, err
		}
	}
	return file, nil
}

func diagnosticsOf(analyzer string, rep sqlcheck.Report, stmts []*migrate.Stmt) (list []diagnosticJSON) {
	for _, d := range rep.Diagnostics {
		j := diagnosticJSON{d.Code, analyzer, d.Text, d.Pos, -1, []string{}}
		j.Statement = slices.IndexFunc(stmts, func(s *migrate.Stmt) bool { return s.Pos == d.Pos })
		for _, fix := range d.SuggestedFixes {
			j.Suggestions = append(j.Suggestions, fix.Message)
		}
		list = append(list, j)
	}
	return list
}
