package main

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestPGPlainStatementsDefineAndDoNothingElse(t *testing.T) {
	for statement, want := range map[string]bool{
		"CREATE TABLE t (id int PRIMARY KEY, n text DEFAULT 'it''s', a int[], CHECK (id > 0 AND n <> ''))": true,
		"create\n\ttable if not exists \"T\" (id bigint GENERATED ALWAYS AS IDENTITY);":                    true,
		"CREATE TABLE t (at timestamptz NOT NULL DEFAULT now(), price numeric(10, 2) DEFAULT -1.5)":        true,
		"CREATE UNIQUE INDEX i ON t (lower(n) text_pattern_ops) WHERE n IS NOT NULL":                       true,
		"ALTER TABLE t ADD COLUMN c int REFERENCES u (id) ON DELETE SET NULL NOT VALID":                    true,
		"ALTER TABLE t RENAME COLUMN a TO b":                                                               true,
		"COMMENT ON COLUMN t.c IS 'what as select; -- means'":                                              true,
		"DROP TABLE IF EXISTS a, b CASCADE":                                                                true,

		"CREATE TABLE t AS SELECT pg_catalog.set_config('role', 'x', false)":            false,
		"CREATE TABLE t (a) AS (TABLE u)":                                               false,
		"CREATE TABLE t AS EXECUTE p":                                                   false,
		"CREATE TABLE t PARTITION OF p FOR VALUES FROM (set_config('a.b', '1', false))": false,
		"CREATE TEMP TABLE t (a int)":                                                   false,
		"CREATE TABLE t (b int GENERATED ALWAYS AS (f(1)) STORED)":                      false,
		"CREATE INDEX CONCURRENTLY i ON t (a)":                                          false,
		"ALTER TABLE p DETACH PARTITION t CONCURRENTLY":                                 false,
		"CREATE TABLE t (a text DEFAULT 'x)":                                            false,
		"CREATE TABLE t (a text DEFAULT ' \" ', b text DEFAULT \"x)":                    false,
		"CREATE TABLE t (a text DEFAULT E'\\'')":                                        false,
		"CREATE TABLE t (a text DEFAULT $$x$$)":                                         false,
		"CREATE TABLE t (a int); SELECT 1":                                              false,
		"CREATE TABLE t (a int) -- and":                                                 false,
		"CREATE TABLE /* a */ t (a int)":                                                false,
		"CREATE TYPE mood AS ENUM ('a')":                                                false,
		"CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1":                         false,
		"INSERT INTO t VALUES (1)":                                                      false,
		"SET search_path = x":                                                           false,
		"DO 'BEGIN END'":                                                                false,
		"VACUUM":                                                                        false,
		"":                                                                              false,
	} {
		if (&postgresDialect{}).plain(statement) != want {
			t.Errorf("%q: not %v", statement, want)
		}
	}
}

// plainHistory has more statements than share a transaction, and every kind of them.
func plainHistory() (files []textFile) {
	for i := range 130 {
		text := fmt.Sprintf("CREATE TABLE t%d (id int PRIMARY KEY, n text NOT NULL DEFAULT 'a;b', parent int REFERENCES t%d (id));\n"+
			"CREATE INDEX ON t%d (n, id);\nCOMMENT ON TABLE t%d IS 'no %d';\n", i, max(i-1, 0), i, i, i)
		switch {
		case i%5 == 0 && i > 0:
			text += fmt.Sprintf("ALTER TABLE t%d RENAME COLUMN n TO name;\nALTER TABLE t%d ADD COLUMN n int DEFAULT 7;\n", i-1, i-1)
		case i%7 == 0 && i > 0:
			text += fmt.Sprintf("ALTER TABLE t%d DROP COLUMN parent;\nDROP INDEX t%d_n_id_idx;\nDROP TABLE IF EXISTS gone;\n", i-2, i-2)
		}
		files = append(files, file(fmt.Sprintf("%04d.sql", i), text))
	}
	return files
}

// oneByOne is the history behind a statement that is not plain, so that none shares a transaction.
func oneByOne(files []textFile) []textFile {
	return append([]textFile{file("0.sql", "SELECT 1;\n")}, files...)
}

func TestPGPlainHistoriesBuildWhatTheyBuildOneByOne(t *testing.T) {
	files := plainHistory()
	load := func(files []textFile) schemaResult {
		return into[schemaResult](t, askPG(t, "load", fields{"source": fields{"migrations": files}}))
	}
	together, single := load(files), load(oneByOne(files))
	if !reflect.DeepEqual(together, single) || len(together.Schema.Schemas[0].Tables) != 130 {
		t.Error("the two are not alike")
	}
}

func TestPGAFailureAmongPlainStatementsIsToldAsItIsOneByOne(t *testing.T) {
	for name, last := range map[string]string{
		"refused by the server": "CREATE TABLE new (id int);\nALTER TABLE new ADD COLUMN c nope;\nCREATE TABLE later (id int);\n",
		"not to be split":       "CREATE TABLE new (id int);\nCREATE TABLE x (a text DEFAULT 'open);\n",
		"a query that fails":    "CREATE TABLE new (id int);\nSELECT * FROM absent;\n",
	} {
		files := append(plainHistory()[:40], file("9.sql", last))
		history := func(files []textFile) *failure {
			return refused(t, askPG(t, "load", fields{"source": fields{"migrations": files}}), codeReplayFailed)
		}
		together, single := history(files), history(oneByOne(files))
		if *together != *single || together.File != "9.sql" {
			t.Errorf("%s: %+v, one by one %+v", name, together, single)
		}
	}
}

func TestPGWhatAFileSetsAfterPlainOnesEndsWithTheFile(t *testing.T) {
	got := into[schemaResult](t, askPG(t, "load", fields{"source": fields{"migrations": []textFile{
		file("1.sql", "CREATE TABLE a (id int);\n"),
		file("2.sql", "CREATE TABLE b (id int);\nCREATE SCHEMA other;\nSET search_path = other;\nCREATE TABLE c (id int);\n"),
		file("3.sql", "CREATE TABLE d (id int);\n"),
	}}}))
	var names []string
	for _, s := range got.Schema.Schemas {
		for _, table := range s.Tables {
			names = append(names, table.Schema+"."+table.Name)
		}
	}
	// The request is about public alone: d went there, not to the schema that the file before had set.
	if strings.Join(names, " ") != "public.a public.b public.d" {
		t.Error(names)
	}
}
