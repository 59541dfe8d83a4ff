package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
)

const base = "CREATE TABLE users (id integer primary key, name text not null, email varchar(255), age int);\n" +
	"CREATE TABLE posts (id integer primary key, u int, constraint fku foreign key (u) references users(id));\n"

const rebuild = "CREATE TABLE `new_users` (`id` integer NULL, `name` text NOT NULL, `email` varchar NOT NULL, `age` int, PRIMARY KEY (`id`));\n" +
	"INSERT INTO `new_users` SELECT * FROM `users`;\nDROP TABLE `users`;\nALTER TABLE `new_users` RENAME TO `users`;\n"

// The codes are what `atlas migrate lint` v0.13.1 says about the same files.
func TestAnalyzeGivesTheCodesOfAtlas(t *testing.T) {
	for statement, want := range map[string]string{
		"DROP TABLE posts;":                                                     "DS102@0",
		"-- atlas:nolint\nDROP TABLE posts;":                                    "DS102@0",
		"-- atlas:nolint\n\nDROP TABLE posts;":                                  "DS102@0",
		"ALTER TABLE users DROP COLUMN email;":                                  "DS103@0",
		"ALTER TABLE users RENAME COLUMN email TO mail;":                        "BC102@0",
		"ALTER TABLE main.\"users\" RENAME [email] TO `mail`":                   "BC102@0",
		"SELECT 1; ALTER TABLE users RENAME TO people;":                         "BC101@1",
		"ALTER TABLE posts RENAME TO p;\nCREATE VIEW posts AS SELECT * FROM p;": "",
		"CREATE UNIQUE INDEX uq ON users (email);":                              "MF101@0",
		"ALTER TABLE users ADD COLUMN x text NOT NULL DEFAULT 'a';":             "",
		"DELETE FROM users;":                                                    "",
		"CREATE TABLE t (id int); DROP TABLE t;":                                "",
		"DROP TABLE posts; CREATE TABLE posts (id int);":                        "DS102@0",
		rebuild: "LT101@0",
		"UPDATE users SET email = 'x' WHERE email IS NULL;\n" + rebuild:                                                                                      "",
		"UPDATE users SET email = NULL;\n" + rebuild:                                                                                                         "LT101@1",
		strings.NewReplacer(", `age` int", "", "varchar NOT NULL", "varchar", "*", "id, name, email").Replace(rebuild):                                       "DS103@0",
		strings.NewReplacer("new_users", "new_posts", "`users`", "`posts`", "`name` text NOT NULL, `email` varchar NOT NULL, `age`", "`u`").Replace(rebuild): "CD101@0",
	} {
		m := []textFile{file("1.sql", base), file("2.sql", statement)}
		a := into[analyzeResult](t, ask(t, "analyze", fields{"migrations": m, "pending": []string{"2.sql"}}))
		var got []string
		for _, d := range a.Files[0].Diagnostics {
			if d.Analyzer == "" || d.Text == "" {
				t.Errorf("%+v", d)
			}
			got = append(got, fmt.Sprintf("%s@%d", d.Code, d.Statement))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", statement, got, want)
		}
	}
}

func TestAnalyzeFollowsTheSchemaThroughAllFiles(t *testing.T) {
	m := []textFile{
		file("1.sql", base),
		file("2.sql", "ALTER TABLE users ADD COLUMN x int;\n"),
		file("3.sql", "CREATE TABLE applied_out_of_order (id int);\n"),
		file("4.sql", "ALTER TABLE users RENAME TO people;\nCREATE INDEX ix ON people (x);\nDROP TABLE applied_out_of_order;\n"),
	}
	a := into[analyzeResult](t, ask(t, "analyze", fields{"migrations": m, "pending": []string{"2.sql", "4.sql"}}))
	if len(a.Files) != 2 {
		t.Fatal(a.Files)
	}
	same(t, "2.sql", a.Files[0].Changes, []string{"modify_table users: add_column x"})
	// The foreign key of posts follows its table, which Atlas sees as a change of posts.
	same(t, "4.sql", a.Files[1].Changes, []string{"modify_table posts: modify_foreign_key fku", "rename_table users -> people", "modify_table people: add_index ix", "drop_table applied_out_of_order"})
	full := into[schemaResult](t, ask(t, "load", fields{"source": fields{"migrations": m}}))
	got, _ := json.Marshal(a.After)
	want, _ := json.Marshal(full.Schema)
	if string(got) != string(want) {
		t.Errorf("after: got %s, want %s", got, want)
	}
}

func TestAnalyzeSaysWhichStatementFails(t *testing.T) {
	m := []textFile{file("1.sql", base), file("2.sql", "SELECT 1;\nDROP TABLE nope;\n")}
	f := refused(t, ask(t, "analyze", fields{"migrations": m, "pending": []string{"2.sql"}}), codeLoadFailed)
	if f.File != "2.sql" || f.Statement != 1 || f.Position != 10 {
		t.Errorf("%+v", f)
	}
	refused(t, ask(t, "analyze", fields{"migrations": m[1:], "pending": []string{}}), codeReplayFailed)
}

func TestHintsAreReadFromTokens(t *testing.T) {
	h := sqliteHints{}
	for text, want := range map[string]bool{
		"UPDATE t SET c = 1": true,
		"update main.`t` set x = (1, 2), c=coalesce(c, 'a;b')": true,
		"UPDATE t SET c = 1 WHERE c IS NULL -- all of them":    true,
		"UPDATE t SET c = NULL":                                false,
		"UPDATE t SET x = c = 1":                               false,
		"UPDATE t SET c = 1 WHERE c IS NOT NULL":               false,
		"UPDATE u SET c = 1":                                   false,
		"/* UPDATE t SET c = 1 */ SELECT 1":                    false,
		"UPDATE":                                               false,
	} {
		got, _ := h.ColumnFilledBefore([]*migrate.Stmt{{Pos: 0, Text: text}}, schema.NewTable("t"), schema.NewColumn("c"), 5)
		if got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	for text, want := range map[string]renaming{
		"ALTER TABLE a RENAME TO b;":                         {"a", "", "b"},
		"alter table x.[a b] rename column `c``d` to \"to\"": {"a b", "c`d", "to"},
		"ALTER TABLE a RENAME c TO d /* e */":                {"a", "c", "d"},
		"ALTER TABLE a ADD COLUMN rename":                    {},
	} {
		if got, _ := renamingOf(text); got != want {
			t.Errorf("%s: %+v", text, got)
		}
	}
}
