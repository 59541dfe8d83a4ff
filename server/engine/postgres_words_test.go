package main

import (
	"strings"
	"testing"
)

// TestPGNoMessageOfAnApplyHoldsAValue: what a statement reads on a live database must not come out as its failure.
func TestPGNoMessageOfAnApplyHoldsAValue(t *testing.T) {
	rows := file("1_rows.sql", "CREATE TABLE t (a text, b int);\nINSERT INTO t VALUES ('c4n4ry', 1);\nINSERT INTO t VALUES ('c4n4ry\"a\"x', 1);\n")
	for text, want := range map[string]string{
		"ALTER TABLE t ALTER COLUMN a TYPE int USING a::int;":                               "invalid_text_representation",
		"ALTER TABLE t ALTER COLUMN a TYPE date USING a::date;":                             "invalid_datetime_format",
		"SELECT a::regclass FROM t;":                                                        "undefined_table",
		"SELECT max(a)::int FROM t;":                                                        "invalid_text_representation",
		"SELECT current_setting(a) FROM t;":                                                 "undefined_object",
		"DO $$ BEGIN RAISE EXCEPTION 'all: %', (SELECT string_agg(a, ',') FROM t); END $$;": "raise_exception",
		"DO $$ BEGIN EXECUTE (SELECT min(a) FROM t); END $$;":                               "syntax_error",
		"CREATE UNIQUE INDEX t_b ON t (b);":                                                 `could not create unique index "t_b"`,
		"ALTER TABLE t ADD CONSTRAINT short CHECK (length(a) < 3);":                         `check constraint "short" of relation "t" is violated by some row`,
		"SELECT 1 / 0;":                          "division by zero",
		"DROP TABLE nope;":                       `table "nope" does not exist`,
		"CREATE TABLE u (x int DEFAULT 'word');": `invalid input syntax for type integer: "word"`,
		"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''%'', NEW.a; END';\nCREATE CONSTRAINT TRIGGER g AFTER UPDATE ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f();\nUPDATE t SET b = 2;": "raise_exception",
	} {
		d := newPG(t)
		res := into[applyResult](t, applyPG(t, d, txFile, []textFile{rows, file("2_fails.sql", text+"\n")}, nil))
		if f := res.Failed; f == nil || strings.Contains(f.Message, "c4n") || f.Message != want {
			t.Errorf("%s: %+v", text, f)
		}
	}
}
