package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ariga.io/atlas/sql/migrate"
)

func TestLoadGivesTheWholeTree(t *testing.T) {
	r := ask(t, "load", fields{"source": sqlFiles(usersSQL + `
CREATE TABLE posts (a int, b text DEFAULT 'x', c int AS (a + 1) STORED, u int, CONSTRAINT ck CHECK (a > 0), PRIMARY KEY (a, b),
  CONSTRAINT fk FOREIGN KEY (u) REFERENCES users (id) ON DELETE CASCADE) WITHOUT ROWID;
CREATE UNIQUE INDEX ix ON posts (b DESC, lower(b)) WHERE a > 1;
CREATE VIEW v AS SELECT 1;
CREATE TRIGGER tr AFTER INSERT ON users BEGIN SELECT 1; SELECT 2; END;
CREATE VIRTUAL TABLE ft USING fts5(body);
CREATE TABLE atlas_schema_revisions (version text);
`)})
	got := into[schemaResult](t, r)
	tables := got.Schema.Schemas[0].Tables
	if len(tables) != 2 || tables[0].Name != "posts" || tables[1].Name != "users" {
		t.Fatal(r.raw)
	}
	p := tables[0]
	ok := slices.Equal(p.PrimaryKey.Columns, []string{"a", "b"}) && *p.Columns[1].Default == "'x'" &&
		*p.Columns[2].Generated == "(a + 1)" && p.Columns[2].GeneratedType == "STORED" && p.Attrs["without_rowid"] &&
		p.Checks[0] == checkJSON{"ck", "(a > 0)"} && p.ForeignKeys[0].OnDelete == "CASCADE" && p.ForeignKeys[0].Name == "fk" &&
		p.Indexes[0].Where == "a > 1" && p.Indexes[0].Unique && p.Indexes[0].Parts[0] == partJSON{"b", "", true} &&
		p.Indexes[0].Parts[1].Expr == "lower(b)" && tables[1].Columns[2].Type == "varchar(255)" && tables[1].Columns[2].Null
	if !ok {
		t.Error(r.raw)
	}
	unseen := map[string]string{}
	for _, o := range got.Schema.NotModelled {
		unseen[o.Name] = o.Type
	}
	if unseen["v"] != "view" || unseen["tr"] != "trigger" || unseen["ft"] != "virtual_table" || unseen["ft_data"] != "shadow_table" {
		t.Error(unseen)
	}
	if got.Schema.Schemas[0].Views[0].Name != "v" || strings.Contains(r.raw, "null,\"views\"") {
		t.Error(r.raw)
	}
	again := into[schemaResult](t, ask(t, "load", fields{"source": hclFiles(got.HCL)}))
	if len(again.Schema.Schemas[0].Tables) != 2 {
		t.Error(again)
	}
}

func TestLoadSaysWhereItFails(t *testing.T) {
	text := "-- é\nCREATE TABLE a (id int);\nCREATE TABLE a (id int);\n"
	f := refused(t, ask(t, "load", fields{"source": sqlFiles(text)}), codeLoadFailed)
	if f.File != "schema.sql" || f.Statement != 1 || text[f.Position:f.Position+len(f.Text)] != "CREATE TABLE a (id int);" {
		t.Errorf("%+v", f)
	}
	f = refused(t, ask(t, "load", fields{"source": fields{"migrations": []textFile{file("1.sql", "SELECT nope;")}}}), codeReplayFailed)
	if f.File != "1.sql" || f.Statement != 0 || f.Position != 0 {
		t.Errorf("%+v", f)
	}
	for _, hcl := range []string{"table \"t\" {", "schema \"main\" {}\ntable \"t\" {\n schema = schema.main\n column \"id\" {\n type = nope\n }\n}"} {
		if f := refused(t, ask(t, "load", fields{"source": hclFiles(hcl)}), codeLoadFailed); f.File != "schema.hcl" || f.Position < 0 {
			t.Errorf("%+v", f)
		}
	}
}

func TestHCLReachesNothingOutside(t *testing.T) {
	t.Setenv("CANARY", "canary")
	for _, expr := range []string{`file("/etc/hostname")`, `getenv("CANARY")`, `data.external.x`, `var.x`} {
		r := ask(t, "load", fields{"source": hclFiles("schema \"main\" {}\ntable \"t\" {\n schema = schema.main\n column \"id\" {\n type = text\n default = " + expr + "\n }\n}")})
		refused(t, r, codeLoadFailed)
		if strings.Contains(r.raw, "canary") {
			t.Error(r.raw)
		}
	}
}

func TestNoStatementReachesAnotherFile(t *testing.T) {
	dir := t.TempDir()
	for _, stmt := range []string{
		"ATTACH '" + dir + "/x.db' AS x;", "ATTACH ('" + dir + "/x' || '.db') AS x;", "VACUUM INTO '" + dir + "/x.db';",
		"SELECT load_extension('x');", "PRAGMA temp_store_directory = '" + dir + "';",
		"PRAGMA max_page_count = 1000000000;", "PRAGMA writable_schema = 1;", "SELECT writefile('" + dir + "/x', 'x');",
	} {
		path, m := newDB(t), []textFile{file("1.sql", stmt)}
		refused(t, ask(t, "load", fields{"source": sqlFiles(stmt)}), codeLoadFailed)
		refused(t, ask(t, "analyze", fields{"migrations": m, "pending": names(m)}), codeLoadFailed)
		for _, mode := range []string{txFile, txNone, txAll} {
			res := into[applyResult](t, ask(t, "apply", fields{"source": at(path), "migrations": m, "expected_pending": names(m), "tx_mode": mode}))
			if res.Failed == nil || res.Failed.Code != codeStatementFailed {
				t.Errorf("%s in mode %s: %+v", stmt, mode, res)
			}
			path = newDB(t)
		}
	}
	if left, _ := filepath.Glob(dir + "/*"); len(left) > 0 {
		t.Error(left)
	}
}

func TestANameWithAQuoteIsNotInspected(t *testing.T) {
	path := newDB(t, `CREATE TABLE "x'); DROP TABLE victim; --" (id int)`, "CREATE TABLE victim (id int)")
	refused(t, ask(t, "inspect", fields{"source": at(path)}), codeLoadFailed)
	if got := column(t, path, "SELECT name FROM sqlite_master WHERE name = 'victim'"); len(got) != 1 {
		t.Error("the table is gone")
	}
}

func TestInspectHonoursExcludeAndWritesNothing(t *testing.T) {
	path := newDB(t, "CREATE TABLE a (id int)", "CREATE TABLE tmp_b (id int)")
	before, _ := os.ReadFile(path)
	got := into[schemaResult](t, ask(t, "inspect", fields{"source": at(path), "exclude": []string{"tmp_*"}}))
	if n := got.Schema.Schemas[0].Tables; len(n) != 1 || n[0].Name != "a" {
		t.Error(n)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("the file has changed")
	}
}

func TestDiffFromEveryKindOfSource(t *testing.T) {
	live := newDB(t, "CREATE TABLE old (id int)")
	hcl := into[schemaResult](t, ask(t, "load", fields{"source": sqlFiles(usersSQL)})).HCL
	for _, to := range []fields{sqlFiles(usersSQL), hclFiles(hcl), {"migrations": []textFile{file("1.sql", usersSQL)}}} {
		d := into[diffResult](t, ask(t, "diff", fields{"from": at(live), "to": to}))
		if !slices.Equal(d.Changes, []string{"drop_table old", "add_table users"}) {
			t.Error(d.Changes)
		}
		d = into[diffResult](t, ask(t, "diff", fields{"from": sqlFiles(usersSQL), "to": to}))
		if len(d.Statements) != 0 || len(d.Changes) != 0 {
			t.Error(d)
		}
	}
	d := into[diffResult](t, ask(t, "diff", fields{"from": fields{"empty": true}, "to": sqlFiles(usersSQL)}))
	want := "CREATE TABLE `users` (`id` integer NULL, `name` text NOT NULL, `email` varchar NULL, PRIMARY KEY (`id`))"
	if len(d.Statements) != 1 || d.Statements[0].Text != want || d.Statements[0].Reverse[0] != "DROP TABLE `users`" {
		t.Error(d)
	}
}

func TestPlanWritesTheNextFileAndItsSum(t *testing.T) {
	m := []textFile{file("20240101000000_init.sql", usersSQL)}
	args := fields{"migrations": m, "to": sqlFiles(usersSQL + "CREATE TABLE tags (id int);"), "name": "add_tags", "version": "20260101120000"}
	p := into[planResult](t, ask(t, "plan", args))
	if p.File == nil || p.File.Name != "20260101120000_add_tags.sql" || p.File.Text != "-- Create \"tags\" table\nCREATE TABLE `tags` (`id` int NULL);\n" {
		t.Fatal(p)
	}
	h := into[hashResult](t, ask(t, "hash", fields{"migrations": append(m, *p.File)}))
	if p.Sum != h.Sum {
		t.Error(p.Sum, h.Sum)
	}
	args["migrations"] = append(m, *p.File)
	refused(t, ask(t, "plan", args), codeBadRequest) // not later
	args["version"] = "20260101120001"
	if p := into[planResult](t, ask(t, "plan", args)); p.File != nil || p.Sum != h.Sum {
		t.Error(p)
	}
	for _, name := range []string{"", "A", "../x", "a b", "a\nb", strings.Repeat("a", 65)} {
		args["name"] = name
		refused(t, ask(t, "plan", args), codeBadName)
	}
}

func TestHashIsAtlasSum(t *testing.T) {
	// Written by `atlas migrate hash` v0.13.1.
	golden := "h1:0mLc8qVND/qTYCTDXZc02EnoJhACgTFTvGwNAcMolok=\n" +
		"20240101000000_init.sql h1:2OvdFgKKwT5YU5rsTIFVgYU7Tdf9fh5Os2/LR8rmzh4=\n" +
		"20240102000000_two.sql h1:AqxhiS6xXnpQrS2RG9O0ENpeCMGkDfpxchDQHrCDKL8=\n"
	m := []textFile{
		file("20240102000000_two.sql", "CREATE TABLE posts (id int, u int, constraint fku foreign key (u) references users(id) on delete cascade);\nALTER TABLE users RENAME COLUMN name TO full_name;\nCREATE VIEW v AS SELECT * FROM users;\nCREATE TRIGGER tr AFTER INSERT ON users BEGIN SELECT 1; END;\nDROP TABLE posts;\nALTER TABLE users RENAME TO people;"),
		file("20240101000000_init.sql", "-- create\nCREATE TABLE users (id integer primary key, name text not null, email varchar(255) default 'x', CHECK (id > 0));\nCREATE UNIQUE INDEX ue ON users(email) WHERE email <> '';\n"),
	}
	h := into[hashResult](t, ask(t, "hash", fields{"migrations": m}))
	if h.Sum != golden {
		t.Error(h.Sum)
	}
	if h.Files[1].Version != "20240102000000" || h.Files[1].Description != "two" || len(h.Files[1].Statements) != 6 {
		t.Error(h.Files[1])
	}
	local := t.TempDir()
	for _, f := range m {
		_ = os.WriteFile(filepath.Join(local, f.Name), []byte(f.Text), 0o600)
	}
	dir, _ := migrate.NewLocalDir(local)
	sum, _ := dir.Checksum()
	if text, _ := sum.MarshalText(); string(text) != h.Sum {
		t.Errorf("%s", text)
	}
}

func TestHashFindsDirectivesWhereverTheyStand(t *testing.T) {
	text := "-- atlas:delimiter \\n\\n\n\nSELECT 1\n\n-- atlas:nolint DS102\nSELECT 2\n\n/* atlas:nolint */ SELECT 3\n\n# atlas:txmode none\nSELECT 4\n"
	f := into[hashResult](t, ask(t, "hash", fields{"migrations": []textFile{file("1.sql", text)}})).Files[0]
	var got []string
	for _, d := range f.Directives {
		got = append(got, d.Name+" "+d.Args)
	}
	if !slices.Equal(got, []string{"delimiter \\n\\n", "nolint DS102", "nolint ", "txmode none"}) {
		t.Errorf("%q", got)
	}
	for _, s := range f.Statements {
		if !strings.HasPrefix(text[s.Position:], s.Text) {
			t.Errorf("%q is not at %d", s.Text, s.Position)
		}
	}
	c := into[hashResult](t, ask(t, "hash", fields{"migrations": []textFile{file("1.sql", "-- atlas:checkpoint\n\nSELECT 1;")}})).Files[0]
	if !c.Checkpoint {
		t.Error(c)
	}
}

func TestLoadOfSomeTablesTellsOnlyOfThem(t *testing.T) {
	r := ask(t, "load", fields{"tables": []string{"posts"}, "source": sqlFiles(usersSQL + `
CREATE TABLE posts (id int PRIMARY KEY, u int REFERENCES users (id));
CREATE TRIGGER on_posts AFTER INSERT ON posts BEGIN SELECT 1; END;
CREATE TRIGGER on_users AFTER INSERT ON users BEGIN SELECT 1; END;
`)})
	got := into[schemaResult](t, r)
	tables := got.Schema.Schemas[0].Tables
	if len(tables) != 1 || tables[0].Name != "posts" || tables[0].ForeignKeys[0].RefTable != "users" {
		t.Fatal(r.raw)
	}
	if len(got.Schema.NotModelled) != 1 || got.Schema.NotModelled[0].Name != "on_posts" {
		t.Error(got.Schema.NotModelled)
	}
	if strings.Contains(got.SQL, "CREATE TABLE `users`") || !strings.Contains(got.HCL, `table "posts"`) {
		t.Error(got.SQL, got.HCL)
	}
}
