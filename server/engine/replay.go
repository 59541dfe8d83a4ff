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

// replay runs files one after the other, statement by statement, without transactions and
// without bookkeeping: its cost grows with the number of statements and nothing else.
func replay(ctx context.Context, d dialect, db *database, files []migrate.File, code string) error {
	for _, f := range files {
		stmts, err := statements(db.driver, f)
		if err != nil {
			fail := asFailure(err, code)
			fail.Code = code
			return fail
		}
		for i, s := range stmts {
			if err := execute(ctx, db.driver, f, i, s, code); err != nil {
				return err
			}
		}
		if err := d.fresh(ctx, db); err != nil {
			return asFailure(err, code)
		}
	}
	if err := d.afterReplay(ctx, db); err != nil {
		fail := asFailure(err, code)
		fail.Code = code
		return fail
	}
	return nil
}
