package main

import (
	"context"
	"database/sql"
	"errors"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
)

const (
	txFile = "file" // a transaction for every file
	txAll  = "all"  // one for all of them
	txNone = "none" // none at all
)

type applyResult struct {
	Applied       []string     `json:"applied"`
	Failed        *failure     `json:"failed"`
	Partial       *partialJSON `json:"partial"`
	SchemaVersion int64        `json:"schema_version"`
}

// partialJSON: the first statements of the failed file that have taken effect, those of earlier runs included.
// -1 when it can't be found out.
type partialJSON struct {
	File       string `json:"file"`
	Statements int    `json:"statements"`
}

// application is one apply under way.
type application struct {
	*session
	db      *database
	dir     *directory
	pending []migrate.File
	modes   map[string]string // transaction mode by file name
	version *int64            // the schema version we expect to find, if any is expected
	touched bool              // something may have been committed
	done    []string
}

// apply runs the pending files, which must be exactly those the caller expects.
//
//   - Before anything is written, the history and the schema version are checked under the write lock.
//   - A failure after that is a result and not an error: the caller must learn what was applied.
//   - SIGTERM ends the running statement; its transaction is rolled back and the result says so.
func (s *session) apply(ctx context.Context) (any, error) {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if !slices.Contains([]string{txFile, txAll, txNone}, s.req.TxMode) {
		return nil, failf(codeBadRequest, "tx_mode is file, all or none")
	}
	db, dir, err := s.target(ctx, readWrite)
	if err != nil {
		return nil, err
	}
	s.out.event("connected", "", -1)
	a := &application{session: s, db: db, dir: dir, version: s.req.ExpectSchemaVersion, done: []string{}}
	if err := a.choose(ctx); err != nil {
		return nil, err
	}
	if err := a.prepare(ctx); err != nil {
		return nil, err
	}
	return a.report(ctx, a.run(ctx))
}

// choose finds what is pending and refuses what can't be run as it was shown.
func (a *application) choose(ctx context.Context) (err error) {
	if a.pending, err = a.expected(ctx, a.db.sql); err != nil {
		return err
	}
	if err := refuseDirectives(a.pending); err != nil {
		return err
	}
	a.modes = make(map[string]string)
	for _, f := range a.pending {
		if a.modes[f.Name()], err = txModeOf(f, a.req.TxMode); err != nil {
			return err
		}
	}
	return nil
}

func (a *application) expected(ctx context.Context, q schema.ExecQuerier) ([]migrate.File, error) {
	pending, err := a.session.pending(ctx, q, a.dir)
	if err != nil {
		return nil, err
	}
	if !slices.Equal(fileNames(pending), a.req.ExpectedPending) {
		return nil, failf(codePendingDiffers, "pending are %q, expected were %q", fileNames(pending), a.req.ExpectedPending)
	}
	return pending, nil
}

// txModeOf reads the directive atlas:txmode under Atlas's rules.
func txModeOf(f migrate.File, global string) (string, error) {
	fail := failf(codeDirectiveRefused, "the directive atlas:txmode is not allowed here")
	fail.File = f.Name()
	l, ok := f.(*migrate.LocalFile)
	if !ok {
		return global, nil
	}
	switch modes := l.Directive("txmode"); {
	case len(modes) == 0 || len(modes) == 1 && modes[0] == global:
		return global, nil
	case len(modes) > 1 || global == txAll || modes[0] != txNone && modes[0] != txFile:
		return "", fail
	default:
		return modes[0], nil
	}
}

// prepare takes the write lock, checks everything again under it, and makes the history table.
func (a *application) prepare(ctx context.Context) error {
	if err := a.d.lock(ctx, a.db); err != nil {
		return asFailure(err, codeConnectFailed)
	}
	tx, err := a.db.sql.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return a.lockFailure(err)
	}
	defer tx.Rollback() //nolint: a no-op after the commit
	a.out.event("locked", "", -1)
	if err := a.checkVersion(ctx, tx); err != nil {
		return err
	}
	if _, err := a.expected(ctx, tx); err != nil {
		return err
	}
	rrw := a.history(tx)
	if err := a.begin(ctx, rrw); err != nil {
		return err
	}
	if err := a.noteVersion(ctx, tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return a.lockFailure(err)
	}
	if a.req.Baseline != "" {
		a.touched = true
		a.done = append(a.done, migrate.NewLocalFile(a.req.Baseline, nil).Version())
	}
	return nil
}

// begin makes the history table where there is none and something is to be recorded, and records the baseline as Atlas does.
func (a *application) begin(ctx context.Context, rrw *revisions) error {
	ok, err := rrw.present(ctx)
	if err != nil {
		return err
	}
	if !ok && (len(a.pending) > 0 || a.req.Baseline != "") {
		if err := rrw.make(context.WithoutCancel(ctx)); err != nil {
			return asFailure(a.lockFailure(err), codeHistoryFailed)
		}
	}
	if a.req.Baseline == "" {
		return nil
	}
	f := migrate.NewLocalFile(a.req.Baseline, nil)
	return rrw.WriteRevision(ctx, &migrate.Revision{
		Version: f.Version(), Description: f.Desc(), Type: migrate.RevisionTypeBaseline,
		ExecutedAt: time.Now(), OperatorVersion: operatorVersion,
	})
}

func (a *application) run(ctx context.Context) error {
	if a.req.TxMode == txAll && len(a.pending) > 0 {
		return a.inTx(ctx, a.pending)
	}
	for _, f := range a.pending {
		if ctx.Err() != nil {
			return failf(codeStatementFailed, "the apply was stopped by a signal")
		}
		var err error
		if a.modes[f.Name()] == txNone {
			err = a.plain(ctx, f)
		} else {
			err = a.inTx(ctx, []migrate.File{f})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// inTx runs files in one transaction.
func (a *application) inTx(ctx context.Context, files []migrate.File) error {
	a.db.guard.rolledBack.Store(false)
	tx, err := a.d.begin(context.WithoutCancel(ctx), a.db)
	if err != nil {
		return a.lockFailure(err)
	}
	if err := a.insideTx(ctx, tx, files); err != nil {
		if errRoll := tx.Rollback(); errRoll != nil && !a.db.guard.rolledBack.Load() {
			err = errors.Join(err, errRoll)
		}
		return err
	}
	if err := tx.Commit(); err != nil {
		return a.commitFailure(err, files)
	}
	a.touched = true
	for _, f := range files {
		a.finished(f)
	}
	return nil
}

func (a *application) insideTx(ctx context.Context, tx transaction, files []migrate.File) error {
	if err := a.checkVersion(ctx, tx); err != nil {
		return err
	}
	for _, f := range files {
		if err := a.d.fresh(ctx, a.db); err != nil {
			return err
		}
		if err := a.execute(ctx, tx, f, true); err != nil {
			return err
		}
	}
	return a.noteVersion(ctx, tx)
}

// plain runs a file without a transaction: what a failing statement leaves behind stays.
func (a *application) plain(ctx context.Context, f migrate.File) error {
	if err := a.d.fresh(ctx, a.db); err != nil {
		return err
	}
	if err := a.checkVersion(ctx, a.db.sql); err != nil {
		return err
	}
	a.touched = true
	err := a.execute(ctx, a.db.sql, f, false)
	// First what the file has left: a statement's failure tells more, but the transaction must be gone in any case.
	if left := a.d.afterFile(ctx, a.db); err == nil {
		err = a.inFile(left, f)
	}
	if err != nil {
		return err
	}
	a.finished(f)
	return a.noteVersion(ctx, a.db.sql)
}

func (a *application) finished(f migrate.File) {
	a.done = append(a.done, f.Version())
	a.out.event("file_done", f.Name(), -1)
}

// execute lets Atlas's Executor run one file.
func (a *application) execute(ctx context.Context, q schema.ExecQuerier, f migrate.File, inTx bool) error {
	drv, err := a.d.driver(q)
	if err != nil {
		return err
	}
	watch := &watcher{out: a.out, file: f.Name()}
	run := func(ctx context.Context, query string) (sql.Result, error) {
		watch.tell("statement_started")
		a.db.guard.inFile.Store(inTx)
		res, err := a.db.statement(ctx, drv, query)
		a.db.guard.inFile.Store(false)
		// A statement can end the transaction and fail: what came before it is gone, and must not be recorded.
		left := a.d.afterStatement(ctx, a.db, inTx)
		if err == nil || endedTransaction(left) {
			err = errors.Join(err, left)
		}
		if err == nil {
			watch.tell("statement_done")
			watch.next++
		}
		return res, err
	}
	rrw := a.history(q)
	if inTx {
		rrw.lost = a.db.guard.rolledBack.Load
	}
	ex, err := migrate.NewExecutor(&executorDriver{drv, a.session, q, run}, a.dir, rrw,
		migrate.WithOperatorVersion(operatorVersion), migrate.WithLogger(watch))
	if err != nil {
		return err
	}
	if err := ex.Execute(ctx, f); err != nil {
		return a.executeFailure(err, f, watch.next)
	}
	return nil
}

func endedTransaction(err error) bool {
	f := (*failure)(nil)
	return errors.As(err, &f) && f.Code == codeTransactionEnded
}

// watcher counts the statements of a file, from the one at which the Executor resumes.
type watcher struct {
	out  *answers
	file string
	next int
}

// Log implements migrate.Logger.
func (w *watcher) Log(e migrate.LogEntry) {
	if f, ok := e.(migrate.LogFile); ok {
		w.next = f.Skip
		w.out.event("file_started", w.file, -1)
	}
}

func (w *watcher) tell(point string) { w.out.event(point, w.file, w.next) }

// checkVersion finds out whether anybody changed the schema since it was last looked at.
func (a *application) checkVersion(ctx context.Context, q schema.ExecQuerier) error {
	if a.version == nil {
		return nil
	}
	found, err := a.d.schemaVersion(context.WithoutCancel(ctx), q)
	if err != nil {
		return err
	}
	if found != *a.version {
		return failf(codeDrift, "the schema has changed: version %d was expected, %d was found", *a.version, found)
	}
	return nil
}

// noteVersion remembers the schema as we leave it.
func (a *application) noteVersion(ctx context.Context, q schema.ExecQuerier) error {
	if a.version == nil {
		return nil
	}
	found, err := a.d.schemaVersion(context.WithoutCancel(ctx), q)
	if err == nil {
		a.version = &found
	}
	return err
}

func (a *application) lockFailure(err error) error {
	if err != nil && a.d.isLocked(err) {
		return failf(codeLockFailed, "another connection is writing to the database")
	}
	return err
}

func (a *application) commitFailure(err error, files []migrate.File) error {
	fail := asFailure(a.lockFailure(err), codeStatementFailed)
	if a.d.isLost(err) {
		fail = failf(codeConnectionLost, "the connection was lost during the commit; whether it took effect must be looked up")
	}
	fail.File = files[len(files)-1].Name()
	return withoutValues(fail, err, "")
}

func (a *application) executeFailure(err error, f migrate.File, index int) error {
	var stmt *migrate.StmtExecError
	var changed migrate.HistoryChangedError
	switch {
	case errors.As(err, &stmt):
		fail := withoutValues(stmtFailure(stmt.Err, f, index, stmt.Stmt, codeStatementFailed), stmt.Err, stmt.Stmt.Text)
		if own := (*failure)(nil); errors.As(stmt.Err, &own) {
			fail.Code, fail.Message = own.Code, own.Message
		}
		switch {
		case a.d.isLost(stmt.Err):
			fail.Code = codeConnectionLost
		case fail.SQLState == lockNotAvailable:
			fail.Code = codeLockTimeout
		}
		if errors.Is(stmt.Err, context.Canceled) {
			fail.Message = "the statement was stopped by a signal"
		}
		return fail
	case errors.As(err, &changed):
		fail := failf(codeHistoryMismatch, "the statements already applied of this file have changed")
		fail.File = f.Name()
		return fail
	default:
		return a.inFile(a.lockFailure(err), f)
	}
}

func (a *application) inFile(err error, f migrate.File) error {
	if err == nil {
		return nil
	}
	fail := asFailure(err, codeInternal)
	if a.d.isLost(err) {
		fail.Code = codeConnectionLost
	}
	fail.File = f.Name()
	return withoutValues(fail, err, "")
}

// report makes a failure part of the result if a statement failed or something was committed.
func (a *application) report(ctx context.Context, err error) (any, error) {
	result := &applyResult{Applied: a.done}
	if err != nil {
		fail := asFailure(err, codeInternal)
		if !a.touched && !slices.Contains(afterStart, fail.Code) {
			return nil, fail
		}
		fail.Message = a.out.clean(fail.Message)
		result.Failed = fail
	}
	// A transaction that could not be ended still holds the only connection: don't wait for it.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	result.SchemaVersion, err = a.d.schemaVersion(ctx, a.db.sql)
	if err != nil {
		result.SchemaVersion = -1
	}
	result.Partial = a.partial(ctx, result.Failed)
	if result.Failed != nil && result.Failed.Code == codeTransactionEnded {
		result.Applied = a.recorded(ctx)
	}
	return result, nil
}

// recorded lists the versions that the history has as done. A transaction that a file has committed
// may have held whole files that were to be committed later.
func (a *application) recorded(ctx context.Context) []string {
	done := slices.Clone(a.done)
	for _, f := range a.pending {
		rev, err := a.history(a.db.sql).ReadRevision(ctx, f.Version())
		if err == nil && rev.Applied == rev.Total && rev.Error == "" && !slices.Contains(done, f.Version()) {
			done = append(done, f.Version())
		}
	}
	return done
}

// afterStart are the failures that come when a statement has been tried.
var afterStart = []string{codeStatementFailed, codeLockTimeout, codeTransactionEnded, codeConnectionLost}

// partial reads from the history what a failed file has left: that is what the next apply will believe, too.
func (a *application) partial(ctx context.Context, failed *failure) *partialJSON {
	if failed == nil || failed.File == "" {
		return nil
	}
	rev, err := a.history(a.db.sql).ReadRevision(ctx, migrate.NewLocalFile(failed.File, nil).Version())
	switch {
	case errors.Is(err, migrate.ErrRevisionNotExist):
		return nil
	case err != nil:
		return &partialJSON{failed.File, -1}
	case rev.Applied == 0:
		return nil
	}
	return &partialJSON{failed.File, rev.Applied}
}
