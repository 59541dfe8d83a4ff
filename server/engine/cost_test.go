package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
)

func manyTables(n int) (files []textFile) {
	for i := range n {
		files = append(files, file(fmt.Sprintf("%014d_t.sql", i),
			fmt.Sprintf("CREATE TABLE t%d (id integer primary key, a text not null, b int);\nCREATE INDEX i%d ON t%d(b);\n", i, i, i)))
	}
	return files
}

// counting counts what is asked of a database.
type counting struct {
	schema.ExecQuerier
	queries []string
}

func (c *counting) QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	c.queries = append(c.queries, q)
	return c.ExecQuerier.QueryContext(ctx, q, args...)
}

func scratchWith(t testing.TB, files []textFile) *database {
	t.Helper()
	db, err := sqliteDialect{}.scratch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.close)
	dir, err := newDirectory(files)
	if err != nil {
		t.Fatal(err)
	}
	if err := replay(t.Context(), sqliteDialect{}, db, dir.files, codeReplayFailed); err != nil {
		t.Fatal(err)
	}
	return db
}

func TestAStatementCostsAnInspectionOfItsTablesOnly(t *testing.T) {
	spent := func(tables int) int {
		db := scratchWith(t, manyTables(tables))
		s := &session{req: &request{}, out: &answers{}, d: sqliteDialect{}}
		tr, err := s.track(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		c := &counting{ExecQuerier: db.sql}
		if _, err := db.sql.Exec("ALTER TABLE t0 ADD COLUMN c int"); err != nil {
			t.Fatal(err)
		}
		marks, _ := s.d.marks(t.Context(), c)
		if _, err := s.d.inspect(t.Context(), c, differing(tr.marks, marks), nil); err != nil {
			t.Fatal(err)
		}
		return len(c.queries)
	}
	if few, many := spent(3), spent(60); few != many {
		t.Errorf("%d queries among 3 tables, %d among 60", few, many)
	}
}

func TestTheQuickJoinGivesWhatAtlasJoinWouldGive(t *testing.T) {
	db := scratchWith(t, []textFile{file("1.sql", "CREATE TABLE T (a int UNIQUE, b int);\nCREATE INDEX z ON t (b);\nCREATE INDEX y ON t (a, b DESC);\nCREATE UNIQUE INDEX x ON t (b) WHERE a > 0;\n")})
	tree := func(q schema.ExecQuerier) string {
		drv, err := sqliteDialect{}.driver(q)
		if err != nil {
			t.Fatal(err)
		}
		sc, err := drv.InspectSchema(t.Context(), sqliteSchema, nil)
		if err != nil {
			t.Fatal(err)
		}
		var order []string
		for _, i := range sc.Tables[0].Indexes {
			order = append(order, fmt.Sprint(i.Name, i.Unique, len(i.Parts)))
		}
		return strings.Join(order, " ")
	}
	seen := &counting{ExecQuerier: db.sql}
	catalog, err := readIndexes(t.Context(), seen)
	if err != nil {
		t.Fatal(err)
	}
	if quick, plain := tree(catalog), tree(db.sql); quick != plain {
		t.Errorf("quick %s, plain %s", quick, plain)
	}
	if !strings.Contains(strings.Join(seen.queries, "\n"), "json_each('[[") {
		t.Error("Atlas's query has changed: the join is no longer turned around")
	}
}

func TestTheChecksumOfADirectoryIsComputedOnce(t *testing.T) {
	dir, err := newDirectory(manyTables(3))
	if err != nil {
		t.Fatal(err)
	}
	a, _ := dir.Checksum()
	b, _ := dir.Checksum()
	if &a[0] != &b[0] || migrate.Validate(dir) != nil || dir.WriteFile("x.sql", nil) == nil {
		t.Error("the directory is not frozen")
	}
}

func TestTheVersionWeNameIsTheOneWeLink(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil || !strings.Contains(string(mod), "ariga.io/atlas "+atlasVersion+"\n") {
		t.Error(err, "go.mod has another version of Atlas")
	}
}

func BenchmarkInspectThousandTables(b *testing.B) {
	db := scratchWith(b, manyTables(1000))
	for b.Loop() {
		if _, err := (sqliteDialect{}).inspect(b.Context(), db.sql, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFiles(b *testing.B) {
	for _, n := range []int{100, 1000} {
		files := manyTables(n)
		for _, op := range []string{"hash", "load", "analyze"} {
			body, _ := json.Marshal(fields{"op": op, "dialect": "sqlite", "migrations": files, "pending": []string{files[n-1].Name}})
			if op == "load" {
				body, _ = json.Marshal(fields{"op": op, "dialect": "sqlite", "source": fields{"migrations": files}})
			}
			b.Run(fmt.Sprintf("%s-%d", op, n), func(b *testing.B) {
				for b.Loop() {
					var out strings.Builder
					if err := serve(strings.NewReader(string(body)), &out); err != nil || strings.Contains(out.String(), `"error"`) {
						b.Fatal(err, out.String())
					}
				}
			})
		}
	}
}
