package main

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
)

type statusResult struct {
	Table         bool           `json:"table"`
	TableSchema   string         `json:"table_schema"` // where the table is; "" if there is none
	SchemaVersion int64          `json:"schema_version"`
	Revisions     []revisionJSON `json:"revisions"`
	Pending       []string       `json:"pending"`
	Problem       *problemJSON   `json:"problem"`
}

type problemJSON struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

type revisionJSON struct {
	Version         string   `json:"version"`
	Description     string   `json:"description"`
	Type            int      `json:"type"`
	Applied         int      `json:"applied"`
	Total           int      `json:"total"`
	ExecutedAt      string   `json:"executed_at"`
	ExecutionTime   int64    `json:"execution_time"`
	Error           string   `json:"error"`
	ErrorStmt       string   `json:"error_stmt"`
	Hash            string   `json:"hash"`
	PartialHashes   []string `json:"partial_hashes"`
	OperatorVersion string   `json:"operator_version"`
}

// status compares the history of a live database with the migrations. It writes nothing.
func (s *session) status(ctx context.Context) (any, error) {
	db, dir, err := s.target(ctx, readOnly)
	if err != nil {
		return nil, err
	}
	rrw := s.history(db.sql)
	result := &statusResult{Revisions: []revisionJSON{}, Pending: []string{}}
	if result.Table, err = rrw.present(ctx); err != nil {
		return nil, asFailure(err, codeHistoryMismatch)
	}
	if result.Table {
		result.TableSchema = rrw.sql.schema
	}
	if result.SchemaVersion, err = s.d.schemaVersion(ctx, db.sql); err != nil {
		return nil, asFailure(err, codeConnectFailed)
	}
	history, err := rrw.ReadRevisions(ctx)
	if err != nil {
		return nil, asFailure(err, codeHistoryMismatch)
	}
	for _, r := range history {
		result.Revisions = append(result.Revisions, revisionOf(r))
	}
	pending, err := s.pending(ctx, db.sql, dir)
	if err != nil {
		f := asFailure(err, codeHistoryMismatch)
		result.Problem = &problemJSON{f.Code, s.out.clean(f.Message)}
	}
	result.Pending = append(result.Pending, fileNames(pending)...)
	return result, nil
}

func revisionOf(r *migrate.Revision) revisionJSON {
	return revisionJSON{
		Version: r.Version, Description: r.Description, Type: int(r.Type), Applied: r.Applied, Total: r.Total,
		ExecutedAt: r.ExecutedAt.Format(time.RFC3339Nano), ExecutionTime: int64(r.ExecutionTime),
		Error: r.Error, ErrorStmt: r.ErrorStmt, Hash: r.Hash,
		PartialHashes: append([]string{}, r.PartialHashes...), OperatorVersion: r.OperatorVersion,
	}
}

// target opens the database and the directory of a status or apply.
func (s *session) target(ctx context.Context, a access) (*database, *directory, error) {
	if err := s.req.Source.check(); err != nil {
		return nil, nil, err
	}
	if s.req.Source.URL == "" {
		return nil, nil, failf(codeBadRequest, "%s takes a url", s.req.Op)
	}
	dir, err := newDirectory(s.req.Migrations)
	if err != nil {
		return nil, nil, err
	}
	versions := make(map[string]string)
	for _, f := range dir.files {
		if other, ok := versions[f.Version()]; ok {
			return nil, nil, failf(codeHistoryMismatch, "%s and %s have the same version; only one of them would run", other, f.Name())
		}
		versions[f.Version()] = f.Name()
	}
	db, err := s.use(s.d.open(ctx, s.req.Source.URL, a))
	return db, dir, err
}

// pending asks Atlas's Executor which files are to be applied.
func (s *session) pending(ctx context.Context, q schema.ExecQuerier, dir *directory) ([]migrate.File, error) {
	if s.req.Baseline != "" {
		return s.afterBaseline(ctx, q, dir)
	}
	drv, err := s.d.driver(q)
	if err != nil {
		return nil, err
	}
	rrw := s.history(q)
	ex, err := migrate.NewExecutor(&executorDriver{Driver: drv, s: s, q: q}, dir, rrw)
	if err != nil {
		return nil, err
	}
	files, err := ex.Pending(ctx)
	if errors.Is(err, migrate.ErrNoPendingFiles) {
		return nil, nil
	}
	if err != nil {
		return nil, asFailure(err, codeHistoryMismatch)
	}
	return files, nil
}

// afterBaseline gives the files that follow the baseline in a database that has no history yet.
func (s *session) afterBaseline(ctx context.Context, q schema.ExecQuerier, dir *directory) ([]migrate.File, error) {
	rrw := s.history(q)
	history, err := rrw.ReadRevisions(ctx)
	if err != nil {
		return nil, asFailure(err, codeHistoryMismatch)
	}
	if len(history) > 0 {
		return nil, failf(codeHistoryMismatch, "a baseline begins a history, but the database has one")
	}
	at := slices.IndexFunc(dir.files, func(f migrate.File) bool { return f.Name() == s.req.Baseline })
	if at == -1 {
		return nil, failf(codeBadRequest, "the baseline is none of the migrations")
	}
	return dir.files[at+1:], nil
}

func fileNames(files []migrate.File) (names []string) {
	for _, f := range files {
		names = append(names, f.Name())
	}
	return names
}

// executorDriver is what Atlas's Executor drives. It splits files as the dialect does,
// checks for a clean database without a full inspection, and tells how statements go.
type executorDriver struct {
	migrate.Driver
	s   *session
	q   schema.ExecQuerier
	run func(ctx context.Context, query string) (sql.Result, error)
}

// ScanStmts implements migrate.StmtScanner, which embedding the interface hides.
func (d *executorDriver) ScanStmts(input string) ([]*migrate.Stmt, error) {
	if sc, ok := d.Driver.(migrate.StmtScanner); ok {
		return sc.ScanStmts(input)
	}
	return migrate.Stmts(input)
}

// CheckClean finds a table other than the history, as Atlas's own check does.
func (d *executorDriver) CheckClean(ctx context.Context, _ *migrate.TableIdent) error {
	marks, err := d.s.d.marks(ctx, d.q)
	if err != nil {
		return err
	}
	for id := range marks {
		switch {
		case id.name != "":
			return &migrate.NotCleanError{Reason: "found table " + id.name}
		case d.s.d.qualifier() == nil && id.schema != "public":
			return &migrate.NotCleanError{Reason: "found schema " + id.schema}
		}
	}
	return nil
}

// ExecContext runs a statement of a file.
func (d *executorDriver) ExecContext(ctx context.Context, query string, _ ...any) (sql.Result, error) {
	if d.run == nil {
		return nil, errors.New("nothing may be run here")
	}
	return d.run(ctx, query)
}
