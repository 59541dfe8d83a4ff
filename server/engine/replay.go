package main

import (
	"context"
	"strings"

	"ariga.io/atlas/sql/migrate"
)

// statements splits a file as Atlas's Executor does for this dialect. Positions are byte
// offsets in the file, also behind an atlas:delimiter line, where the library counts anew.
func statements(drv migrate.Driver, f migrate.File) ([]*migrate.Stmt, error) {
	stmts, err := migrate.FileStmtDecls(drv, f)
	if err != nil {
		fail := failf(codeLoadFailed, "the file can't be split into statements: %s", err)
		fail.File = f.Name()
		return nil, fail
	}
	text := string(f.Bytes())
	if head, _, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(head, "-- atlas:delimiter") {
		for _, s := range stmts {
			s.Pos += len(head) + 1
		}
	}
	return stmts, nil
}

// execute runs one statement; its failure says where it stands.
func execute(ctx context.Context, drv migrate.Driver, f migrate.File, index int, s *migrate.Stmt, code string) error {
	if _, err := drv.ExecContext(ctx, s.Text); err != nil {
		return stmtFailure(err, f, index, s, code)
	}
	return nil
}

// stmtFailure places a failure where the server says it is, else at the start of the statement.
func stmtFailure(err error, f migrate.File, index int, s *migrate.Stmt, code string) *failure {
	message, state, offset := told(err, s.Text)
	return &failure{
		Code: code, Message: message, File: f.Name(), Statement: index, Position: s.Pos + max(offset, 0), Text: shorten(s.Text), SQLState: state,
	}
}

// inOneGo is how many plain statements share a transaction at most: each keeps its locks until the end of it.
const inOneGo = 100

// replay runs files one after the other, statement by statement, without transactions and without bookkeeping: its cost
// grows with the number of statements and nothing else. Only the plain ones at the beginning share transactions.
func replay(ctx context.Context, d dialect, db *database, files []migrate.File, code string) error {
	r := &replayer{dialect: d, db: db, code: code, onlyPlain: true}
	for _, f := range files {
		if err := r.run(ctx, f); err != nil {
			return err
		}
	}
	if err := r.runWaiting(ctx); err != nil {
		return err
	}
	if err := d.afterReplay(ctx, db); err != nil {
		return failedWith(err, code)
	}
	return nil
}

type replayer struct {
	dialect
	db        *database
	code      string
	onlyPlain bool
	waiting   []placed // plain statements that have not run yet
}

// placed is a statement and where it stands.
type placed struct {
	file  migrate.File
	index int
	stmt  *migrate.Stmt
}

func (r *replayer) run(ctx context.Context, f migrate.File) error {
	stmts, err := statements(r.db.driver, f)
	if err != nil {
		if earlier := r.runWaiting(ctx); earlier != nil {
			return earlier
		}
		return failedWith(err, r.code)
	}
	for i, s := range stmts {
		if r.onlyPlain = r.onlyPlain && r.plain(s.Text); r.onlyPlain && len(r.waiting) < inOneGo {
			r.waiting = append(r.waiting, placed{f, i, s})
			continue
		}
		if err := r.runWaiting(ctx); err != nil {
			return err
		}
		if err := execute(ctx, r.db.driver, f, i, s, r.code); err != nil {
			return err
		}
	}
	if r.onlyPlain {
		return nil
	}
	if err := r.fresh(ctx, r.db); err != nil {
		return asFailure(err, r.code)
	}
	return nil
}

// runWaiting runs the plain statements in one transaction. When that fails the server has undone it, and one by one they
// show which statement it was.
func (r *replayer) runWaiting(ctx context.Context) error {
	list := r.waiting
	r.waiting = nil
	if len(list) > 1 {
		var text strings.Builder
		for _, p := range list {
			text.WriteString(strings.TrimSuffix(p.stmt.Text, ";") + ";\n")
		}
		if _, err := r.db.driver.ExecContext(ctx, text.String()); err == nil {
			return nil
		}
	}
	for _, p := range list {
		if err := execute(ctx, r.db.driver, p.file, p.index, p.stmt, r.code); err != nil {
			return err
		}
	}
	return nil
}

func failedWith(err error, code string) error {
	fail := asFailure(err, code)
	fail.Code = code
	return fail
}
