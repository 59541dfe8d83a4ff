package main

import (
	"slices"
	"strings"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
)

// sqliteHints reads a few forms of statements, as Atlas's CLI does with a full parser:
// renames, an UPDATE that fills a column, and a view that stands in for a renamed table.
type sqliteHints struct{}

// token is a word, a name, a literal or one character. Names lose their quotes.
type token struct {
	text   string
	quoted bool // a name in quotes or a string: never a keyword
}

func (t token) is(word string) bool { return !t.quoted && strings.EqualFold(t.text, word) }

// tokens cuts a SQLite statement, without its comments and the closing semicolon.
func tokens(sql string) (list []token) {
	for i := 0; i < len(sql); {
		rest := sql[i:]
		switch c := rest[0]; {
		case strings.HasPrefix(rest, "--"):
			i += lineEnd(rest)
		case strings.HasPrefix(rest, "/*"):
			_, after, _ := strings.Cut(rest[2:], "*/")
			i = len(sql) - len(after)
		case strings.ContainsRune("'\"`[", rune(c)):
			text, n := quoted(rest)
			list, i = append(list, token{text, true}), i+n
		case wordByte(c):
			n := 0
			for n < len(rest) && wordByte(rest[n]) {
				n++
			}
			list, i = append(list, token{rest[:n], false}), i+n
		case strings.ContainsRune(" \t\r\n\f;", rune(c)):
			i++
		default:
			list, i = append(list, token{rest[:1], false}), i+1
		}
	}
	return list
}

func wordByte(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// quoted reads a quoted name or string at the start of s; a doubled quote is one quote.
func quoted(s string) (text string, length int) {
	end := s[0]
	if end == '[' {
		end = ']'
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] != end {
			b.WriteByte(s[i])
			continue
		}
		if end == ']' || i+1 == len(s) || s[i+1] != end {
			return b.String(), i + 1
		}
		b.WriteByte(end)
		i++
	}
	return b.String(), len(s)
}

// renaming is ALTER TABLE table RENAME [COLUMN from] TO to.
type renaming struct{ table, from, to string }

func renamingOf(sql string) (r renaming, ok bool) {
	t := tokens(sql)
	if len(t) < 6 || !t[0].is("ALTER") || !t[1].is("TABLE") {
		return r, false
	}
	t = unqualified(t[2:])
	switch {
	case len(t) == 4 && t[1].is("RENAME") && t[2].is("TO"):
		return renaming{table: t[0].text, to: t[3].text}, true
	case len(t) == 6 && t[1].is("RENAME") && t[2].is("COLUMN") && t[4].is("TO"):
		return renaming{t[0].text, t[3].text, t[5].text}, true
	case len(t) == 5 && t[1].is("RENAME") && t[3].is("TO"):
		return renaming{t[0].text, t[2].text, t[4].text}, true
	}
	return r, false
}

// unqualified drops a schema name and its dot from the head of a list.
func unqualified(t []token) []token {
	if len(t) > 2 && t[1].is(".") {
		return t[2:]
	}
	return t
}

func (sqliteHints) fixRename(statement string, changes schema.Changes) schema.Changes {
	r, ok := renamingOf(statement)
	switch {
	case !ok:
		return changes
	case r.from == "":
		return tableRenamed(changes, r)
	case len(changes) == 1:
		if m, ok := changes[0].(*schema.ModifyTable); ok {
			m.Changes = columnRenamed(m.Changes, r)
		}
	}
	return changes
}

func tableRenamed(changes schema.Changes, r renaming) schema.Changes {
	drop, add := changes.LastIndexDropTable(r.table), changes.LastIndexAddTable(r.to)
	if drop < 0 || add < 0 {
		return changes
	}
	renamed := &schema.RenameTable{From: changes[drop].(*schema.DropTable).T, To: changes[add].(*schema.AddTable).T}
	return merged(changes, drop, add, renamed)
}

func columnRenamed(changes schema.Changes, r renaming) schema.Changes {
	drop, add := changes.IndexDropColumn(r.from), changes.IndexAddColumn(r.to)
	if drop < 0 || add < 0 {
		return changes
	}
	renamed := &schema.RenameColumn{From: changes[drop].(*schema.DropColumn).C, To: changes[add].(*schema.AddColumn).C}
	return merged(changes, drop, add, renamed)
}

// merged puts one change in the later of two places and takes the other away.
func merged(changes schema.Changes, i, j int, c schema.Change) schema.Changes {
	changes = slices.Clone(changes)
	changes[max(i, j)] = c
	return slices.Delete(changes, min(i, j), min(i, j)+1)
}

// ColumnFilledBefore finds UPDATE table SET column = value [WHERE column IS NULL] before a position.
// Atlas's analyzers look for this method by its name.
func (sqliteHints) ColumnFilledBefore(stmts []*migrate.Stmt, t *schema.Table, c *schema.Column, pos int) (bool, error) {
	for _, s := range stmts {
		if s.Pos < pos && fills(tokens(s.Text), t.Name, c.Name) {
			return true, nil
		}
	}
	return false, nil
}

func fills(t []token, table, column string) bool {
	if len(t) == 0 || !t[0].is("UPDATE") {
		return false
	}
	t = unqualified(t[1:])
	if len(t) < 5 || t[0].text != table || !t[1].is("SET") {
		return false
	}
	set, where := t[2:], []token(nil)
	if i := slices.IndexFunc(set, func(x token) bool { return x.is("WHERE") }); i >= 0 {
		set, where = set[:i], set[i+1:]
	}
	everyNull := where == nil || len(where) == 3 && where[0].text == column && where[1].is("IS") && where[2].is("NULL")
	return everyNull && assigns(set, column)
}

// assigns looks for column = something but NULL among the assignments of an UPDATE.
func assigns(set []token, column string) bool {
	depth, first := 0, true
	for i, x := range set {
		if first && x.text == column && i+2 < len(set) && set[i+1].is("=") {
			alone := i+3 == len(set) || set[i+3].is(",")
			return !(set[i+2].is("NULL") && alone)
		}
		switch {
		case x.is("("):
			depth++
		case x.is(")"):
			depth--
		}
		first = depth == 0 && x.is(",")
	}
	return false
}

// CreateViewAfter finds CREATE VIEW old AS SELECT ... FROM new after a position.
// Atlas's analyzers look for this method by its name.
func (sqliteHints) CreateViewAfter(stmts []*migrate.Stmt, old, new string, pos int) (bool, error) {
	for _, s := range stmts {
		if s.Pos > pos && standsIn(tokens(s.Text), old, new) {
			return true, nil
		}
	}
	return false, nil
}

func standsIn(t []token, old, new string) bool {
	if len(t) < 6 || !t[0].is("CREATE") || !t[1].is("VIEW") {
		return false
	}
	t = unqualified(t[2:])
	from := slices.IndexFunc(t, func(x token) bool { return x.is("FROM") })
	return t[0].text == old && from > 0 && from+2 == len(t) && t[from+1].text == new
}
