package main

import (
	"regexp"
	"slices"
	"strings"
)

// A plain statement defines tables, indexes or comments, and nothing of it runs: as long as only such ones ran on an
// empty database, it has neither rows nor routines, and what PostgreSQL then computes (a default that is not volatile) is a
// function of its own without effects. So plain statements leave nothing behind in a session, and as many as one likes
// can share a transaction. Whatever is in doubt is not plain.
var (
	plainText   = regexp.MustCompile(`^(?:[\w\s(),.+*/<>=!:|%\[\]-]|'[^'\\]*'|"[^"\\]*")*$`)
	plainQuoted = regexp.MustCompile(`'[^']*'|"[^"]*"`)
	notWord     = regexp.MustCompile(`\W+`)
	plainStarts = []string{
		"create table", "create index", "create unique index", "alter table", "alter index", "drop table", "drop index", "comment on",
	}
	// The words of queries, of expressions that are computed at once, and of what a transaction does not let happen.
	notPlain = []string{"select", "values", "execute", "temp", "temporary", "concurrently"}
)

func (*postgresDialect) plain(statement string) bool {
	statement = strings.TrimSuffix(statement, ";")
	if !plainText.MatchString(statement) {
		return false
	}
	bare := strings.ToLower(plainQuoted.ReplaceAllString(statement, "''"))
	if strings.Contains(bare, "--") || strings.Contains(bare, "/*") {
		return false
	}
	words := strings.Split(strings.Trim(notWord.ReplaceAllString(bare, " "), " "), " ")
	for i, w := range words {
		if slices.Contains(notPlain, w) || w == "as" && !slices.Equal(words[i+1:min(i+2, len(words))], []string{"identity"}) {
			return false
		}
	}
	text := strings.Join(words, " ") + " "
	return slices.ContainsFunc(plainStarts, func(start string) bool { return strings.HasPrefix(text, start+" ") })
}
