package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// reply is what came out on descriptor 3, decoded.
type reply struct {
	events []event
	result map[string]any
	err    *failure
	raw    string
}

type fields map[string]any

// ask sends a request through everything but the process.
func ask(t *testing.T, op string, more fields) reply {
	t.Helper()
	req := fields{"op": op, "dialect": "sqlite"}
	for k, v := range more {
		req[k] = v
	}
	body, err := json.Marshal(req)
	if err != nil {
		t.Fatal(err)
	}
	return send(t, string(body))
}

func send(t *testing.T, body string) reply {
	t.Helper()
	var out bytes.Buffer
	if err := serve(strings.NewReader(body), &out); err != nil {
		t.Fatal(err)
	}
	return decode(t, out.String())
}

func decode(t *testing.T, out string) (r reply) {
	t.Helper()
	r.raw = out
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	for i, line := range lines {
		var l struct {
			Event  *event         `json:"event"`
			Result map[string]any `json:"result"`
			Error  *failure       `json:"error"`
			Engine *engineInfo    `json:"engine"`
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		if last := i == len(lines)-1; last != (l.Event == nil) || last != (l.Engine != nil) {
			t.Fatalf("the last line and only it is the answer: %s", out)
		}
		if l.Event != nil {
			r.events = append(r.events, *l.Event)
		}
		r.result, r.err = l.Result, l.Error
	}
	return r
}

// into decodes the result to a type.
func into[T any](t *testing.T, r reply) (v T) {
	t.Helper()
	if r.err != nil {
		t.Fatalf("refused: %+v", r.err)
	}
	body, _ := json.Marshal(r.result)
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func refused(t *testing.T, r reply, code string) *failure {
	t.Helper()
	if r.err == nil || r.err.Code != code {
		t.Fatalf("want %s, got %s", code, r.raw)
	}
	return r.err
}

func file(name, text string) textFile { return textFile{name, text} }

func names(files []textFile) (list []string) {
	for _, f := range files {
		list = append(list, f.Name)
	}
	return list
}

// newDB makes a SQLite file with the statements run in it.
func newDB(t *testing.T, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret-name.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, path, statements...)
	return path
}

func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	db := sql.OpenDB(&sqliteConnector{"file:" + path + "?mode=rw", &guard{}})
	t.Cleanup(func() { db.Close() })
	return db
}

func run(t *testing.T, path string, statements ...string) {
	t.Helper()
	db := raw(t, path)
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
}

// column reads the first column of a query as text.
func column(t *testing.T, path, query string) (list []string) {
	t.Helper()
	db := raw(t, path)
	defer db.Close()
	list, err := scanStrings(t.Context(), db, query)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func at(path string) fields { return fields{"url": "sqlite://" + path} }

func sqlFiles(text string) fields {
	return fields{"files": []textFile{file("schema.sql", text)}, "format": "sql"}
}

func hclFiles(text string) fields {
	return fields{"files": []textFile{file("schema.hcl", text)}, "format": "hcl"}
}

const usersSQL = "CREATE TABLE users (id integer primary key, name text NOT NULL, email varchar(255));\n"
