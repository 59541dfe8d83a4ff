package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// applyPG runs the migrations in the scope of the schema public, all expected to be pending unless more says otherwise.
func applyPG(t *testing.T, d pgDB, mode string, m []textFile, more fields) reply {
	t.Helper()
	args := fields{"source": d.at(), "migrations": m, "expected_pending": names(m), "tx_mode": mode, "run_id": "run-1"}
	for k, v := range more {
		args[k] = v
	}
	return askPG(t, "apply", args)
}

func (d pgDB) history(t *testing.T) []string {
	return d.column(t, "SELECT version || ' ' || applied || '/' || total || ' ' || error_stmt FROM atlas_schema_revisions WHERE version <> '.atlas_cloud_identifier' ORDER BY version")
}

func (d pgDB) tables(t *testing.T) []string {
	return d.column(t, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'atlas_schema_revisions' ORDER BY 1")
}

func statusPG(t *testing.T, d pgDB, m []textFile) statusResult {
	t.Helper()
	return into[statusResult](t, askPG(t, "status", fields{"source": d.at(), "migrations": m}))
}

func TestPGApplyRunsWhatIsPendingAndTellsEveryPoint(t *testing.T) {
	d := newPG(t)
	before := statusPG(t, d, []textFile{goodFile})
	if before.Table || before.TableSchema != "" {
		t.Error(before)
	}
	r := applyPG(t, d, txFile, []textFile{goodFile}, fields{"expect_schema_version": before.SchemaVersion})
	res := into[applyResult](t, r)
	same(t, "applied", res.Applied, []string{"1"})
	var points []string
	for _, e := range r.events {
		points = append(points, fmt.Sprintf("%s %d", e.Point, e.Statement))
	}
	same(t, "events", points, []string{"connected -1", "locked -1", "file_started -1", "statement_started 0", "statement_done 0",
		"statement_started 1", "statement_done 1", "file_done -1"})
	st := statusPG(t, d, []textFile{goodFile, badFile})
	same(t, "pending", st.Pending, []string{"2_bad.sql"})
	if rev := st.Revisions[0]; rev.OperatorVersion != operatorVersion || rev.Description != "good" || rev.Type != 2 || rev.Hash == "" || rev.ExecutedAt == "" {
		t.Error(rev)
	}
	if st.SchemaVersion != res.SchemaVersion || st.SchemaVersion == before.SchemaVersion || st.TableSchema != "public" {
		t.Error(st.SchemaVersion, res.SchemaVersion, before.SchemaVersion, st.TableSchema)
	}
}

func TestPGAFailureLeavesWhatItsTransactionModeSays(t *testing.T) {
	m := []textFile{goodFile, badFile}
	for mode, want := range map[string]struct {
		applied, history, tables []string
		partial                  *partialJSON
	}{
		txFile: {[]string{"1"}, []string{"1 2/2 "}, []string{"a", "b"}, nil},
		txAll:  {[]string{}, []string{}, []string{}, nil},
		txNone: {[]string{"1"}, []string{"1 2/2 ", "2 1/3 INSERT INTO nope VALUES (1);"}, []string{"a", "b", "c"}, &partialJSON{"2_bad.sql", 1}},
	} {
		d := newPG(t)
		res := into[applyResult](t, applyPG(t, d, mode, m, nil))
		same(t, mode+" applied", res.Applied, want.applied)
		same(t, mode+" history", d.history(t), want.history)
		same(t, mode+" tables", d.tables(t), want.tables)
		if (res.Partial == nil) != (want.partial == nil) || want.partial != nil && *res.Partial != *want.partial {
			t.Error(mode, res.Partial)
		}
		if f := res.Failed; f == nil || f.Code != codeStatementFailed || f.Statement != 1 || f.SQLState != "42P01" || badFile.Text[f.Position:f.Position+4] != "nope" ||
			f.File != "2_bad.sql" || f.Message != `relation "nope" does not exist` {
			t.Errorf("%s: %+v", mode, f)
		}
		// The mended file goes on where the failed one stopped.
		left := []string{"2_bad.sql"}
		if mode == txAll {
			left = []string{"1_good.sql", "2_bad.sql"}
		}
		res = into[applyResult](t, applyPG(t, d, mode, []textFile{goodFile, mended}, fields{"expected_pending": left}))
		if res.Failed != nil {
			t.Errorf("%s: %+v", mode, res.Failed)
		}
		same(t, mode+" tables at last", d.tables(t), []string{"a", "b", "c", "d"})
		same(t, mode+" history at last", d.history(t), []string{"1 2/2 ", "2 3/3 "})
	}
}

func TestPGConcurrentIndexesAreMadeInFilesWithoutATransaction(t *testing.T) {
	f := file("1_i.sql", "-- atlas:txmode none\n\nCREATE TABLE t (a int);\nINSERT INTO t VALUES (1), (1);\nCREATE INDEX CONCURRENTLY i ON t (a);\nCREATE UNIQUE INDEX CONCURRENTLY u ON t (a);\n")
	d := newPG(t)
	res := into[applyResult](t, applyPG(t, d, txFile, []textFile{f}, nil))
	if res.Failed == nil || res.Failed.Statement != 3 || res.Failed.SQLState != "23505" || *res.Partial != (partialJSON{"1_i.sql", 3}) || strings.Contains(res.Failed.Message, "(1)") {
		t.Errorf("%+v %+v", res.Failed, res.Partial)
	}
	same(t, "indexes", d.column(t, "SELECT c.relname || ' ' || indisvalid FROM pg_index i JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = 't'::regclass ORDER BY 1"),
		[]string{"i true", "u false"})
	in := file("1_i.sql", "CREATE TABLE t (a int);\nCREATE INDEX CONCURRENTLY i ON t (a);\n")
	res = into[applyResult](t, applyPG(t, newPG(t), txFile, []textFile{in}, nil))
	if res.Failed == nil || res.Failed.SQLState != "25001" {
		t.Errorf("%+v", res.Failed)
	}
}

func TestPGAFileThatEndsOurTransactionIsFoundOut(t *testing.T) {
	for text, want := range map[string]struct {
		tables  []string
		partial *partialJSON
	}{
		"CREATE TABLE a (x int);\nCOMMIT;\nCREATE TABLE b (x int);\n":             {[]string{"a"}, &partialJSON{"1_x.sql", 1}},
		"CREATE TABLE a (x int);\nCOMMIT AND CHAIN;\nCREATE TABLE b (x int);\n":   {[]string{"a"}, &partialJSON{"1_x.sql", 1}},
		"CREATE TABLE a (x int);\nROLLBACK;\nCREATE TABLE b (x int);\n":           {[]string{}, nil},
		"CREATE TABLE a (x int);\nROLLBACK AND CHAIN;\nCREATE TABLE b (x int);\n": {[]string{}, nil},
		"CREATE TABLE a (x int);\nPREPARE TRANSACTION 'p';\n":                     {nil, nil},
	} {
		d := newPG(t)
		res := into[applyResult](t, applyPG(t, d, txFile, []textFile{file("1_x.sql", text)}, nil))
		if res.Failed == nil || res.Failed.Statement != 1 || len(res.Applied) != 0 {
			t.Fatalf("%s: %+v", text, res.Failed)
		}
		if want.tables == nil {
			continue // the server does not allow it
		}
		if res.Failed.Code != codeTransactionEnded {
			t.Errorf("%s: %+v", text, res.Failed)
		}
		same(t, text, d.tables(t), want.tables)
		if (res.Partial == nil) != (want.partial == nil) || want.partial != nil && *res.Partial != *want.partial {
			t.Error(text, res.Partial)
		}
	}
}

func TestPGAFileMustNotLeaveATransactionOpen(t *testing.T) {
	for _, end := range []string{"", "SELECT nope;\n"} {
		d := newPG(t)
		f := file("1_x.sql", "CREATE TABLE a (x int);\nBEGIN;\nCREATE TABLE b (x int);\n"+end)
		next := file("2_y.sql", "CREATE TABLE c (x int);\n")
		res := into[applyResult](t, applyPG(t, d, txNone, []textFile{f, next}, nil))
		if res.Failed == nil || res.Failed.File != "1_x.sql" || len(res.Applied) != 0 {
			t.Fatalf("%+v", res)
		}
		same(t, "tables", d.tables(t), []string{"a"})
		if res.Partial == nil || res.Partial.Statements != 1 {
			t.Error(res.Partial)
		}
	}
}

func TestPGSettingsOfAFileDoNotLeakIntoTheNext(t *testing.T) {
	d := newPG(t)
	look := "CREATE TABLE %s AS SELECT current_setting('lock_timeout') AS lock, current_setting('search_path') AS path, current_setting('statement_timeout') AS statement, " +
		"current_setting('application_name') AS app, current_setting('client_connection_check_interval', true) AS watch, " +
		"(SELECT count(*) FROM pg_class WHERE relname = 'tmp') AS temp;\n"
	m := []textFile{
		file("1_a.sql", fmt.Sprintf(look, "one")+"SET lock_timeout = 1;\nSET statement_timeout = '5min';\nSET search_path = pg_catalog;\nCREATE TEMP TABLE tmp (a int);\nSET application_name = 'x';\n"),
		file("2_b.sql", fmt.Sprintf(look, "two")),
	}
	for _, mode := range []string{txFile, txAll, txNone} {
		d := newPG(t)
		res := into[applyResult](t, applyPG(t, d, mode, m, fields{"lock_timeout_ms": 3000, "statement_timeout_ms": 60000}))
		if res.Failed != nil {
			t.Fatal(res.Failed)
		}
		for _, name := range []string{"one", "two"} {
			same(t, mode+name, d.column(t, "SELECT concat_ws('|', lock, path, statement, app, watch, temp) FROM "+name), []string{"3s|public|1min|schemawarden:run-1|500ms|0"})
		}
	}
	bad := []textFile{file("1_a.sql", "SELECT pg_advisory_unlock_all();\n"), file("2_b.sql", "CREATE TABLE b (x int);\n")}
	res := into[applyResult](t, applyPG(t, d, txFile, bad, nil))
	if res.Failed == nil || res.Failed.Code != codeLockFailed {
		t.Errorf("%+v", res.Failed)
	}
	same(t, "tables", d.tables(t), []string{})
}

// hold runs a statement on a connection of its own that stays open.
func hold(t *testing.T, d pgDB, statement string) *sql.DB {
	t.Helper()
	db := d.c.pool("app", d.name)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
	return db
}

func TestPGTheLockOfAtlasKeepsOthersOut(t *testing.T) {
	lockWait = 0
	defer func() { lockWait = 10 * time.Second }()
	d := newPG(t)
	// The number is what Atlas's CLI v0.13.1 asks the server for.
	other := hold(t, d, fmt.Sprintf("SELECT pg_advisory_lock(%d)", 2686470616))
	refused(t, applyPG(t, d, txFile, []textFile{goodFile}, nil), codeLockFailed)
	same(t, "relations", d.tables(t), []string{})
	other.Close()
	if res := into[applyResult](t, applyPG(t, d, txFile, []textFile{goodFile}, nil)); res.Failed != nil {
		t.Error(res.Failed)
	}
}

func TestPGALockNotGotInTimeIsTold(t *testing.T) {
	d := newPG(t, "CREATE TABLE busy (a int)")
	other := hold(t, d, "BEGIN")
	if _, err := other.Exec("LOCK TABLE busy"); err != nil {
		t.Fatal(err)
	}
	f := file("2_x.sql", "CREATE TABLE first (a int);\nALTER TABLE busy ADD COLUMN b int;\n")
	base := file("1_base.sql", "CREATE TABLE busy (a int);\n")
	res := into[applyResult](t, applyPG(t, d, txFile, []textFile{base, f}, fields{"baseline": "1_base.sql", "expected_pending": []string{"2_x.sql"}, "lock_timeout_ms": 50}))
	if res.Failed == nil || res.Failed.Code != codeLockTimeout || res.Failed.SQLState != "55P03" || res.Failed.Statement != 1 {
		t.Errorf("%+v", res.Failed)
	}
	same(t, "tables", d.tables(t), []string{"busy"})
	same(t, "applied", res.Applied, []string{"1"})
}

func TestPGApplyRefusesWhenTheSchemaMoved(t *testing.T) {
	d := newPG(t)
	into[applyResult](t, applyPG(t, d, txFile, []textFile{goodFile}, nil))
	m := []textFile{goodFile, mended}
	seen := statusPG(t, d, m).SchemaVersion
	d.run(t, "CREATE TABLE stranger (id int)")
	for _, mode := range []string{txFile, txAll, txNone} {
		refused(t, applyPG(t, d, mode, m, fields{"expected_pending": []string{"2_bad.sql"}, "expect_schema_version": seen}), codeDrift)
		same(t, "tables", d.tables(t), []string{"a", "b", "stranger"})
	}
	now := statusPG(t, d, m).SchemaVersion
	if res := into[applyResult](t, applyPG(t, d, txFile, m, fields{"expected_pending": []string{"2_bad.sql"}, "expect_schema_version": now})); res.Failed != nil {
		t.Error(res.Failed)
	}
}

func TestPGTheSchemaVersionChangesWithEveryDefinitionAndNothingElse(t *testing.T) {
	d := newPG(t, "CREATE TABLE t (id int, e int)", "CREATE TYPE mood AS ENUM ('a')", "CREATE SEQUENCE s")
	into[applyResult](t, applyPG(t, d, txFile, []textFile{file("1_base.sql", "SELECT 1;")}, fields{"baseline": "1_base.sql", "expected_pending": []string{}}))
	version := func() int64 { return statusPG(t, d, nil).SchemaVersion }
	last := version()
	for _, same := range []string{
		"INSERT INTO t SELECT generate_series(1, 100)", "UPDATE atlas_schema_revisions SET description = 'x'", "ANALYZE", "VACUUM",
		"SELECT nextval('s')", "CREATE TEMP TABLE tmp (a serial PRIMARY KEY, b text)", "DELETE FROM t",
	} {
		d.run(t, same)
		if v := version(); v != last {
			t.Errorf("%s changed the version", same)
			last = v
		}
	}
	for _, ddl := range []string{
		"CREATE TABLE u (id int PRIMARY KEY)", "ALTER TABLE t ADD COLUMN b int DEFAULT 1", "ALTER TABLE t ALTER b SET DEFAULT 2", "ALTER TABLE t ALTER b SET NOT NULL",
		"CREATE INDEX i ON t (b)", "ALTER INDEX i RENAME TO j", "ALTER TABLE t ADD CONSTRAINT ck CHECK (b > 0)", "ALTER TABLE t ADD FOREIGN KEY (e) REFERENCES u",
		"CREATE VIEW v AS SELECT 1 AS x", "CREATE OR REPLACE VIEW v AS SELECT 2 AS x", "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
		"CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'", "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
		"ALTER TABLE t DISABLE TRIGGER g", "ALTER TABLE t ENABLE ROW LEVEL SECURITY", "CREATE POLICY p ON t USING (true)", "ALTER POLICY p ON t USING (false)",
		"CREATE RULE r AS ON INSERT TO t DO NOTHING", "ALTER TYPE mood ADD VALUE 'b'", "ALTER TYPE mood RENAME VALUE 'b' TO 'c'", "CREATE DOMAIN dom AS int", "ALTER SEQUENCE s INCREMENT 5",
		"GRANT SELECT ON t TO PUBLIC", "REVOKE SELECT ON t FROM PUBLIC", "CREATE SCHEMA other", "CREATE TABLE other.x (a int)", "ALTER TABLE t RENAME TO tt",
		"CREATE STATISTICS st ON b, e FROM tt", "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC", "DROP TABLE other.x",
	} {
		d.run(t, ddl)
		v := version()
		if v == last {
			t.Errorf("%s did not change the version", ddl)
		}
		last = v
	}
}

// onLine calls back once when a text has come by in the answer.
type onLine struct {
	mu   sync.Mutex
	buf  bytes.Buffer
	text string
	call func()
}

func (o *onLine) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	n, err := o.buf.Write(p)
	if o.call != nil && strings.Contains(o.buf.String(), o.text) {
		o.call()
		o.call = nil
	}
	return n, err
}

func TestPGASignalStopsTheStatementOnTheServerAndKeepsTheBooks(t *testing.T) {
	for mode, want := range map[string][]string{txFile: {}, txNone: {"a"}} {
		d := newPG(t)
		out := &onLine{text: `"statement_started","file":"1_slow.sql","statement":1`}
		out.call = func() {
			go func() {
				// The statement must have reached the server.
				for len(d.column(t, "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'schemawarden%' AND state = 'active' AND query LIKE '%pg_sleep%' AND query NOT LIKE '%activity%'")) == 0 {
					time.Sleep(10 * time.Millisecond)
				}
				_ = syscall.Kill(syscall.Getpid(), syscall.SIGTERM)
			}()
		}
		body := fmt.Sprintf(`{"op":"apply","dialect":"postgresql","schemas":["public"],"source":{"url":%q},"tx_mode":%q,"expected_pending":["1_slow.sql"],`+
			`"migrations":[{"name":"1_slow.sql","text":"CREATE TABLE a (x int);\nSELECT pg_sleep(600);\n"}]}`, d.url(), mode)
		if err := serve(strings.NewReader(body), out); err != nil {
			t.Fatal(err)
		}
		res := into[applyResult](t, decode(t, out.buf.String()))
		if res.Failed == nil || res.Failed.Statement != 1 || !strings.Contains(res.Failed.Message, "signal") || res.SchemaVersion == -1 {
			t.Errorf("%s: %s", mode, out.buf.String())
		}
		same(t, mode, d.tables(t), want)
		if mode == txNone {
			same(t, "history", d.history(t), []string{"1 1/2 SELECT pg_sleep(600);"})
		}
	}
}

func TestPGALostConnectionIsTold(t *testing.T) {
	d := newPG(t)
	f := file("1_x.sql", "CREATE TABLE a (x int);\nSELECT pg_terminate_backend(pg_backend_pid());\nCREATE TABLE b (x int);\n")
	res := into[applyResult](t, applyPG(t, d, txNone, []textFile{f}, nil))
	if res.Failed == nil || res.Failed.Code != codeConnectionLost || res.Failed.Statement != 1 || res.SchemaVersion != -1 || res.Partial == nil || res.Partial.Statements != -1 {
		t.Errorf("%+v %+v", res.Failed, res.Partial)
	}
	same(t, "tables", d.tables(t), []string{"a"})
}

func TestPGTheDatabaseScopeKeepsItsHistoryInAnOwnSchema(t *testing.T) {
	d := newPG(t)
	m := []textFile{file("1_a.sql", "CREATE SCHEMA app2;\nCREATE TABLE app2.t (id int);\nCREATE TABLE u (id int);\n")}
	before := into[statusResult](t, askPG(t, "status", fields{"source": d.at(), "migrations": m, "schemas": nil}))
	res := into[applyResult](t, applyPG(t, d, txFile, m, fields{"schemas": nil, "expect_schema_version": before.SchemaVersion}))
	if res.Failed != nil {
		t.Fatal(res.Failed)
	}
	same(t, "history", d.column(t, "SELECT version FROM atlas_schema_revisions.atlas_schema_revisions"), []string{"1"})
	after := into[statusResult](t, askPG(t, "status", fields{"source": d.at(), "migrations": m, "schemas": nil}))
	if after.TableSchema != revisionsName || len(after.Pending) != 0 || after.SchemaVersion != res.SchemaVersion {
		t.Error(after)
	}
	got := into[schemaResult](t, askPG(t, "inspect", fields{"source": d.at(), "schemas": nil}))
	if len(got.Schema.Schemas) != 2 || strings.Contains(got.SQL, revisionsName) {
		t.Error(got)
	}
	// The same database, bound to one schema: which history counts is not ours to guess.
	refused(t, askPG(t, "status", fields{"source": d.at(), "migrations": m}), codeHistoryMismatch)
}

func TestPGABaselineIsForADatabaseThatIsNotEmpty(t *testing.T) {
	d := newPG(t, "CREATE TABLE a (id int)")
	refused(t, applyPG(t, d, txFile, []textFile{goodFile}, nil), codeHistoryMismatch)
	if d := newPG(t, "CREATE VIEW v AS SELECT 1"); into[applyResult](t, applyPG(t, d, txFile, []textFile{goodFile}, nil)).Failed != nil {
		t.Error("a view keeps Atlas's own check from nothing")
	}
}

func TestPGReadingCreatesNothing(t *testing.T) {
	d := newPG(t)
	before := d.column(t, "SELECT count(*)::text FROM pg_class")
	for op, more := range map[string]fields{"inspect": {}, "status": {"migrations": []textFile{goodFile}}, "diff": {}} {
		more["source"] = d.at()
		if op == "diff" {
			more = fields{"from": d.at(), "to": pgFiles("CREATE TABLE a (id int);")}
		}
		if r := askPG(t, op, more); r.err != nil {
			t.Error(r.raw)
		}
	}
	same(t, "relations", d.column(t, "SELECT count(*)::text FROM pg_class"), before)
	dia := newPostgres(&request{})
	db, err := dia.open(context.Background(), d.url(), readOnly)
	if err != nil {
		t.Fatal(err)
	}
	defer db.close()
	if _, err := db.sql.Exec("CREATE TABLE x (a int)"); sqlState(err) != "25006" {
		t.Error(err)
	}
}

func TestPGTheRoleThatAFileTakesDoesNotKeepTheBooks(t *testing.T) {
	for _, mode := range []string{txFile, txAll, txNone} {
		d := newPG(t, "GRANT ALL ON SCHEMA public TO keeper")
		m := []textFile{file("1_a.sql", "SET ROLE keeper;\nCREATE TABLE a (x int);\nCREATE TABLE b (x int);\n"), file("2_b.sql", "CREATE TABLE c (x int);\n")}
		res := into[applyResult](t, applyPG(t, d, mode, m, nil))
		if res.Failed != nil {
			t.Fatal(mode, res.Failed)
		}
		same(t, mode, d.column(t, "SELECT tablename || ' ' || tableowner FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"),
			[]string{"a keeper", "atlas_schema_revisions app", "b keeper", "c app"})
	}
}

func TestPGAHistoryThatCanNotBeMadeIsTold(t *testing.T) {
	d := newPG(t, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
	args := fields{"source": fields{"url": d.c.url("stranger", d.name)}, "migrations": []textFile{goodFile}, "expected_pending": []string{"1_good.sql"}, "tx_mode": txFile}
	f := refused(t, askPG(t, "apply", args), codeHistoryFailed)
	if f.SQLState != "42501" || f.Message != "permission denied for schema public" {
		t.Errorf("%+v", f)
	}
}

func TestPGWhatAFileCommittedForOthersIsTold(t *testing.T) {
	m := []textFile{goodFile, file("2_x.sql", "CREATE TABLE c (x int);\nCOMMIT;\nCREATE TABLE d (x int);\n"), file("3_y.sql", "SELECT 1;\n")}
	d := newPG(t)
	res := into[applyResult](t, applyPG(t, d, txAll, m, nil))
	if res.Failed == nil || res.Failed.Code != codeTransactionEnded || res.Partial == nil || *res.Partial != (partialJSON{"2_x.sql", 1}) {
		t.Errorf("%+v", res)
	}
	same(t, "applied", res.Applied, []string{"1"})
	same(t, "tables", d.tables(t), []string{"a", "b", "c"})
}
