package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// grown is a history of n files over some fifty tables.
func grown(n int) (files []textFile) {
	for i := range n {
		table, text := i%50, ""
		switch {
		case i < 50:
			text = fmt.Sprintf("CREATE TABLE t%d (id bigint PRIMARY KEY, name varchar(80) NOT NULL);\n", table)
		case i%3 == 0:
			text = fmt.Sprintf("ALTER TABLE t%d ADD COLUMN c%d text;\nCREATE INDEX i%d ON t%d (c%d);\n", table, i, i, table, i)
		default:
			text = fmt.Sprintf("ALTER TABLE t%d ADD COLUMN c%d int NOT NULL DEFAULT %d;\n", table, i, i)
		}
		files = append(files, file(fmt.Sprintf("%014d_t.sql", i), text))
	}
	return files
}

func TestPGAStatementCostsAnInspectionOfItsTablesOnly(t *testing.T) {
	spent := func(tables int) int {
		dia := newPostgres(&request{Schemas: []string{"public"}, DevURLs: scratches(t, 1)})
		db, err := dia.scratch(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer db.close()
		dir, _ := newDirectory(manyTables(tables))
		if err := replay(t.Context(), dia, db, dir.files, codeReplayFailed); err != nil {
			t.Fatal(err)
		}
		s := &session{req: &request{}, out: &answers{}, d: dia}
		tr, err := s.track(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		c := &counting{ExecQuerier: db.sql}
		if _, err := db.sql.Exec("ALTER TABLE t0 ADD COLUMN c int"); err != nil {
			t.Fatal(err)
		}
		marks, _ := s.d.marks(t.Context(), c)
		touched := differing(tr.marks, marks)
		if len(touched) != 1 || touched[0] != (ident{"public", "t0"}) {
			t.Error(touched)
		}
		if _, err := s.d.inspect(t.Context(), c, touched, nil); err != nil {
			t.Fatal(err)
		}
		return len(c.queries)
	}
	if few, many := spent(3), spent(60); few != many {
		t.Errorf("%d queries among 3 tables, %d among 60", few, many)
	}
}

func BenchmarkPGFiles(b *testing.B) {
	files := grown(1000)
	newest := files[999].Name
	for op, more := range map[string]fields{
		"load":    {"source": fields{"migrations": files}},
		"diff":    {"from": fields{"migrations": files}, "to": pgFiles("CREATE TABLE t0 (id bigint PRIMARY KEY);")},
		"plan":    {"migrations": files, "to": pgFiles("CREATE TABLE t0 (id bigint PRIMARY KEY);"), "name": "x", "version": "20260101000000"},
		"analyze": {"migrations": files, "pending": []string{newest}},
	} {
		b.Run(op, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				req := fields{"op": op, "dialect": "postgresql", "schemas": []string{"public"}, "dev_urls": scratches(b, 2)}
				for k, v := range more {
					req[k] = v
				}
				body, _ := json.Marshal(req)
				b.StartTimer()
				var out strings.Builder
				if err := serve(strings.NewReader(string(body)), &out); err != nil || strings.Contains(out.String(), `"error":{`) {
					b.Fatal(err, out.String())
				}
			}
		})
	}
}
