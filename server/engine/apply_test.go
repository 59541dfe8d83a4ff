package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// apply runs the migrations, all of them expected to be pending unless more says otherwise.
func apply(t *testing.T, path, mode string, m []textFile, more fields) reply {
	t.Helper()
	args := fields{"source": at(path), "migrations": m, "expected_pending": names(m), "tx_mode": mode}
	for k, v := range more {
		args[k] = v
	}
	return ask(t, "apply", args)
}

func history(t *testing.T, path string) []string {
	return column(t, path, "SELECT version || ' ' || applied || '/' || total || ' ' || error_stmt FROM atlas_schema_revisions ORDER BY version")
}

func tables(t *testing.T, path string) []string {
	return column(t, path, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'atlas_schema_revisions' ORDER BY name")
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

var (
	goodFile = file("1_good.sql", "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n")
	badFile  = file("2_bad.sql", "CREATE TABLE c (id int);\nINSERT INTO nope VALUES (1);\nCREATE TABLE d (id int);\n")
	mended   = file("2_bad.sql", "CREATE TABLE c (id int);\nINSERT INTO c VALUES (1);\nCREATE TABLE d (id int);\n")
)

func TestApplyRunsWhatIsPendingAndTellsEveryPoint(t *testing.T) {
	path := newDB(t)
	r := apply(t, path, txFile, []textFile{goodFile}, fields{"expect_schema_version": 0})
	res := into[applyResult](t, r)
	same(t, "applied", res.Applied, []string{"1"})
	var points []string
	for _, e := range r.events {
		points = append(points, fmt.Sprintf("%s %d", e.Point, e.Statement))
	}
	same(t, "events", points, []string{"connected -1", "locked -1", "file_started -1", "statement_started 0", "statement_done 0",
		"statement_started 1", "statement_done 1", "file_done -1"})
	if v := column(t, path, "PRAGMA schema_version"); v[0] != fmt.Sprint(res.SchemaVersion) {
		t.Error(v, res.SchemaVersion)
	}
	st := into[statusResult](t, ask(t, "status", fields{"source": at(path), "migrations": []textFile{goodFile, badFile}}))
	same(t, "pending", st.Pending, []string{"2_bad.sql"})
	if rev := st.Revisions[0]; rev.OperatorVersion != operatorVersion || rev.Description != "good" || rev.Type != 2 || rev.Hash == "" || rev.ExecutedAt == "" {
		t.Error(rev)
	}
}

func TestAFailureLeavesWhatItsTransactionModeSays(t *testing.T) {
	m := []textFile{goodFile, badFile}
	for mode, want := range map[string]struct{ applied, history, tables []string }{
		txFile: {[]string{"1"}, []string{"1 2/2 "}, []string{"a", "b"}},
		txAll:  {[]string{}, []string{}, []string{}},
		txNone: {[]string{"1"}, []string{"1 2/2 ", "2 1/3 INSERT INTO nope VALUES (1);"}, []string{"a", "b", "c"}},
	} {
		path := newDB(t)
		res := into[applyResult](t, apply(t, path, mode, m, nil))
		same(t, mode+" applied", res.Applied, want.applied)
		same(t, mode+" history", history(t, path), want.history)
		same(t, mode+" tables", tables(t, path), want.tables)
		if f := res.Failed; f == nil || f.Statement != 1 || f.Position != 25 || f.File != "2_bad.sql" || f.Text != "INSERT INTO nope VALUES (1);" {
			t.Errorf("%s: %+v", mode, f)
		}
		// The mended file goes on where the failed one stopped.
		left := []string{"2_bad.sql"}
		if mode == txAll {
			left = []string{"1_good.sql", "2_bad.sql"}
		}
		res = into[applyResult](t, apply(t, path, mode, []textFile{goodFile, mended}, fields{"expected_pending": left}))
		if res.Failed != nil {
			t.Errorf("%s: %+v", mode, res.Failed)
		}
		same(t, mode+" tables at last", tables(t, path), []string{"a", "b", "c", "d"})
		same(t, mode+" history at last", history(t, path), []string{"1 2/2 ", "2 3/3 "})
	}
}

func TestAHalfAppliedFileMustNotChangeInItsAppliedPart(t *testing.T) {
	path := newDB(t)
	apply(t, path, txNone, []textFile{badFile}, nil)
	other := file(badFile.Name, "CREATE TABLE x (id int);\nSELECT 1;\nSELECT 2;\n")
	res := into[applyResult](t, apply(t, path, txNone, []textFile{other}, nil))
	if res.Failed == nil || res.Failed.Code != codeHistoryMismatch {
		t.Error(res)
	}
}

func TestTheDirectiveTxmodeIsHonouredAsAtlasDoes(t *testing.T) {
	plain := file(badFile.Name, "-- atlas:txmode none\n\n"+badFile.Text)
	path := newDB(t)
	res := into[applyResult](t, apply(t, path, txFile, []textFile{plain}, nil))
	same(t, "tables", tables(t, path), []string{"c"})
	if res.Failed == nil || plain.Text[res.Failed.Position:res.Failed.Position+6] != "INSERT" {
		t.Error(res.Failed)
	}
	refused(t, apply(t, newDB(t), txAll, []textFile{plain}, nil), codeDirectiveRefused)
	for _, mode := range []string{"all", "sometimes", "none\n-- atlas:txmode file"} {
		f := file("1.sql", "-- atlas:txmode "+mode+"\n\nSELECT 1;")
		refused(t, apply(t, newDB(t), txFile, []textFile{f}, nil), codeDirectiveRefused)
	}
}

func TestApplyRefusesWhatWasNotExpected(t *testing.T) {
	for _, expected := range [][]string{{}, {"2_bad.sql", "1_good.sql"}, {"1_good.sql"}, {"1_good.sql", "2_bad.sql", "3.sql"}} {
		path := newDB(t)
		refused(t, apply(t, path, txFile, []textFile{goodFile, mended}, fields{"expected_pending": expected}), codePendingDiffers)
		same(t, "tables", column(t, path, "SELECT name FROM sqlite_master"), []string{})
	}
	refused(t, apply(t, newDB(t, "CREATE TABLE other (id int)"), txFile, []textFile{goodFile}, nil), codeHistoryMismatch)
	twins := []textFile{file("1_a.sql", "SELECT 1;"), file("1_b.sql", "SELECT 1;")}
	refused(t, apply(t, newDB(t), txFile, twins, nil), codeHistoryMismatch)
}

func TestApplyRefusesWhenTheSchemaMoved(t *testing.T) {
	path := newDB(t)
	into[applyResult](t, apply(t, path, txFile, []textFile{goodFile}, nil))
	run(t, path, "CREATE TABLE stranger (id int)")
	m := []textFile{goodFile, mended}
	for _, mode := range []string{txFile, txAll, txNone} {
		r := apply(t, path, mode, m, fields{"expected_pending": []string{"2_bad.sql"}, "expect_schema_version": 3})
		refused(t, r, codeDrift)
		same(t, "tables", tables(t, path), []string{"a", "b", "stranger"})
	}
	res := into[applyResult](t, apply(t, path, txFile, m, fields{"expected_pending": []string{"2_bad.sql"}, "expect_schema_version": 4}))
	if res.Failed != nil {
		t.Error(res.Failed)
	}
}

// onEvent calls back when a line of the answer has a text in it.
type onEvent struct {
	bytes.Buffer
	text string
	call func()
}

func (w *onEvent) Write(p []byte) (int, error) {
	if w.call != nil && strings.Contains(string(p), w.text) {
		call := w.call
		w.call = nil
		call()
	}
	return w.Buffer.Write(p)
}

func TestASchemaChangedBetweenTwoFilesStopsTheSecond(t *testing.T) {
	path := newDB(t)
	out := &onEvent{text: `"file_done"`, call: func() { run(t, path, "CREATE TABLE stranger (id int)") }}
	m := []textFile{goodFile, mended}
	zero := int64(0)
	s := &session{req: &request{Source: &source{URL: "sqlite://" + path}, Migrations: m, ExpectedPending: names(m), TxMode: txFile, ExpectSchemaVersion: &zero},
		out: &answers{w: out}, d: sqliteDialect{}}
	got, err := s.apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	res := got.(*applyResult)
	same(t, "applied", res.Applied, []string{"1"})
	if res.Failed == nil || res.Failed.Code != codeDrift {
		t.Error(res.Failed)
	}
}

func TestASignalRollsTheRunningFileBack(t *testing.T) {
	forever := file("2_long.sql", "CREATE TABLE c (id int);\nINSERT INTO c WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;\n")
	m := []textFile{goodFile, forever}
	for mode, want := range map[string][]string{txFile: {"1 2/2 "}, txAll: {}, txNone: {"1 2/2 ", "2 1/2 " + strings.Split(forever.Text, "\n")[1]}} {
		path := newDB(t)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		out := &onEvent{text: `"statement_started","file":"2_long.sql","statement":1`, call: cancel}
		s := &session{req: &request{Source: &source{URL: "sqlite://" + path}, Migrations: m, ExpectedPending: names(m), TxMode: mode}, out: &answers{w: out}, d: sqliteDialect{}}
		got, err := s.apply(ctx)
		if err != nil {
			t.Fatal(mode, err)
		}
		if f := got.(*applyResult).Failed; f == nil || f.Code != codeStatementFailed || f.Statement != 1 || !strings.Contains(f.Message, "signal") {
			t.Errorf("%s: %+v", mode, f)
		}
		same(t, mode, history(t, path), want)
	}
}

func TestALockedDatabaseIsSaid(t *testing.T) {
	busyTimeout = 50
	defer func() { busyTimeout = 5000 }()
	path := newDB(t)
	other := raw(t, path)
	other.SetMaxOpenConns(1)
	if _, err := other.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	refused(t, apply(t, path, txFile, []textFile{goodFile}, nil), codeLockFailed)
	if _, err := other.Exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	into[applyResult](t, apply(t, path, txFile, []textFile{goodFile}, nil))
}

func TestAFileCantEndOurTransaction(t *testing.T) {
	for _, end := range []string{"COMMIT", "END", "ROLLBACK", "BEGIN"} {
		path := newDB(t)
		f := file("1.sql", "CREATE TABLE a (id int);\n"+end+";\nCREATE TABLE b (id int);\n")
		res := into[applyResult](t, apply(t, path, txFile, []textFile{f}, nil))
		if res.Failed == nil || res.Failed.Statement != 1 {
			t.Error(end, res)
		}
		same(t, end, tables(t, path), []string{})
	}
}

// On SQLite a conflict can roll the whole transaction back behind the Executor's back. Its
// bookkeeping would then be committed alone, and claim statements that were undone.
func TestARollbackByTheDatabaseLeavesNoClaim(t *testing.T) {
	path := newDB(t)
	f := file("1.sql", "CREATE TABLE a (id int PRIMARY KEY);\nINSERT INTO a VALUES (1);\nINSERT OR ROLLBACK INTO a VALUES (1);\n")
	res := into[applyResult](t, apply(t, path, txFile, []textFile{f}, nil))
	if res.Failed == nil || res.Failed.Statement != 2 {
		t.Error(res)
	}
	same(t, "history", history(t, path), []string{})
	same(t, "tables", tables(t, path), []string{})
}

func TestForeignKeysAreCheckedIfTheURLTurnsThemOn(t *testing.T) {
	m := []textFile{file("1.sql", "CREATE TABLE p (id integer PRIMARY KEY);\nCREATE TABLE c (p int REFERENCES p (id));\nINSERT INTO c VALUES (7);\n")}
	for url, failed := range map[string]bool{"": false, "?_fk=1": true} {
		path := newDB(t)
		res := into[applyResult](t, apply(t, path, txFile, m, fields{"source": fields{"url": "sqlite://" + path + url}}))
		if (res.Failed != nil) != failed {
			t.Errorf("%q: %+v", url, res.Failed)
		}
	}
}

func TestPendingFilesMustBeReadAsTheyStand(t *testing.T) {
	for _, head := range []string{"-- atlas:delimiter \\n\\n", "-- atlas:checkpoint", "-- atlas:txtar", "-- atlas:import x", "-- atlas:sum ignore", "-- atlas:nolint atlas:checkpoint", "#atlas:checkpoint"} {
		m := []textFile{file("1.sql", head+"\n\nCREATE TABLE a (id int);\n")}
		refused(t, apply(t, newDB(t), txFile, m, nil), codeDirectiveRefused)
		refused(t, ask(t, "analyze", fields{"migrations": m, "pending": names(m)}), codeDirectiveRefused)
	}
	// In files applied before, they are honoured.
	old := file("1.sql", "-- atlas:delimiter \\n\\n\n\nCREATE TABLE a (id int)\n\nCREATE TABLE b (id int)\n")
	a := into[analyzeResult](t, ask(t, "analyze", fields{"migrations": []textFile{old, mended}, "pending": []string{mended.Name}}))
	if len(a.Before.Schemas[0].Tables) != 2 || len(a.After.Schemas[0].Tables) != 4 {
		t.Error(a)
	}
}

func TestStatusOfAnOddHistory(t *testing.T) {
	path := newDB(t)
	st := into[statusResult](t, ask(t, "status", fields{"source": at(path), "migrations": []textFile{goodFile}}))
	if st.Table || st.Problem != nil || len(st.Pending) != 1 {
		t.Error(st)
	}
	same(t, "objects", column(t, path, "SELECT name FROM sqlite_master"), []string{})
	into[applyResult](t, apply(t, path, txFile, []textFile{mended}, nil))
	run(t, path, "INSERT INTO atlas_schema_revisions SELECT '.atlas_cloud_identifier', description, type, applied, total, executed_at, "+
		"execution_time, error, error_stmt, hash, partial_hashes, operator_version FROM atlas_schema_revisions")
	st = into[statusResult](t, ask(t, "status", fields{"source": at(path), "migrations": []textFile{mended}}))
	if len(st.Revisions) != 1 || st.Problem != nil || len(st.Pending) != 0 {
		t.Error(st)
	}
	// A file between applied ones, and a database that Atlas has not seen yet.
	later := file("3_later.sql", "SELECT 1;")
	into[applyResult](t, apply(t, path, txFile, []textFile{mended, later}, fields{"expected_pending": []string{"3_later.sql"}}))
	st = into[statusResult](t, ask(t, "status", fields{"source": at(path), "migrations": []textFile{mended, file("21_between.sql", "SELECT 1;"), later}}))
	if st.Problem == nil || st.Problem.Code != codeHistoryMismatch {
		t.Error(st)
	}
	st = into[statusResult](t, ask(t, "status", fields{"source": at(newDB(t, "CREATE TABLE x (id int)")), "migrations": []textFile{goodFile}}))
	if st.Problem == nil || st.Problem.Code != codeHistoryMismatch {
		t.Error(st)
	}
}

func TestABaselineIsRecordedAndNotRun(t *testing.T) {
	path := newDB(t)
	into[applyResult](t, apply(t, path, txFile, []textFile{goodFile}, nil))
	column(t, path, "DROP TABLE atlas_schema_revisions")
	next := file("2_next.sql", "CREATE TABLE c (id int);\n")
	m := []textFile{goodFile, next}
	refused(t, apply(t, path, txFile, m, nil), codeHistoryMismatch) // not clean, as Atlas says
	res := into[applyResult](t, apply(t, path, txFile, m, fields{"baseline": goodFile.Name, "expected_pending": []string{next.Name}}))
	same(t, "applied", res.Applied, []string{"1", "2"})
	same(t, "history", history(t, path), []string{"1 0/0 ", "2 1/1 "})
	same(t, "types", column(t, path, "SELECT type FROM atlas_schema_revisions ORDER BY version"), []string{"1", "2"})
	refused(t, apply(t, path, txFile, m, fields{"baseline": goodFile.Name, "expected_pending": []string{}}), codeHistoryMismatch)
	st := into[statusResult](t, ask(t, "status", fields{"source": at(path), "migrations": m}))
	if len(st.Pending) != 0 || st.Problem != nil {
		t.Error(st)
	}
}

func TestABaselineAloneMakesAHistory(t *testing.T) {
	path := newDB(t)
	column(t, path, "CREATE TABLE a (id int)")
	m := []textFile{file("1_base.sql", "CREATE TABLE a (id int);\n")}
	into[applyResult](t, apply(t, path, txFile, m, fields{"baseline": "1_base.sql", "expected_pending": []string{}}))
	same(t, "history", history(t, path), []string{"1 0/0 "})
	refused(t, apply(t, newDB(t), txFile, m, fields{"baseline": "other.sql", "expected_pending": []string{}}), codeBadRequest)
}
