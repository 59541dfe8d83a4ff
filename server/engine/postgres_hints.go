package main

import (
	"slices"
	"strings"

	"ariga.io/atlas/sql/migrate"
	atlas "ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
)

// postgresHints reads the same few forms of statements as sqliteHints, in PostgreSQL's writing.
type postgresHints struct{}

// folded cuts a statement; names without quotes are in lower case, as the server has them.
func folded(statement string) []token {
	list := tokens(statement)
	for i, t := range list {
		if !t.quoted {
			list[i].text = strings.ToLower(t.text)
		}
	}
	return list
}

func (postgresHints) fixRename(statement string, changes schema.Changes) schema.Changes {
	t := folded(statement)
	if r, index, ok := postgresRenaming(t); ok {
		switch {
		case index:
			return inTable(changes, func(list schema.Changes) schema.Changes { return indexRenamed(list, r) })
		case r.from == "":
			return tableRenamed(changes, r)
		default:
			return inTable(changes, func(list schema.Changes) schema.Changes { return columnRenamed(list, r) })
		}
	}
	if name, ok := concurrentIndex(t); ok {
		markConcurrent(changes, name)
	}
	return changes
}

// postgresRenaming reads ALTER TABLE [IF EXISTS] [ONLY] t [*] RENAME [COLUMN] a TO b, RENAME TO, and ALTER INDEX i RENAME TO.
func postgresRenaming(t []token) (r renaming, index, ok bool) {
	if len(t) < 6 || !t[0].is("ALTER") || !t[1].is("TABLE") && !t[1].is("INDEX") {
		return r, false, false
	}
	index = t[1].is("INDEX")
	t = skipWords(t[2:], "IF", "EXISTS")
	t = unqualified(skipWords(t, "ONLY"))
	if len(t) > 1 && t[1].is("*") {
		t = slices.Delete(slices.Clone(t), 1, 2)
	}
	switch {
	case len(t) == 4 && t[1].is("RENAME") && t[2].is("TO") && index:
		return renaming{from: t[0].text, to: t[3].text}, true, true
	case index:
		return r, false, false
	case len(t) == 4 && t[1].is("RENAME") && t[2].is("TO"):
		return renaming{table: t[0].text, to: t[3].text}, false, true
	case len(t) == 6 && t[1].is("RENAME") && t[2].is("COLUMN") && t[4].is("TO"):
		return renaming{t[0].text, t[3].text, t[5].text}, false, true
	case len(t) == 5 && t[1].is("RENAME") && t[3].is("TO"):
		return renaming{t[0].text, t[2].text, t[4].text}, false, true
	}
	return r, false, false
}

func skipWords(t []token, words ...string) []token {
	for i, w := range words {
		if i >= len(t) || !t[i].is(w) {
			return t
		}
	}
	return t[len(words):]
}

// inTable applies a hint to the one table that a statement changed.
func inTable(changes schema.Changes, fix func(schema.Changes) schema.Changes) schema.Changes {
	if len(changes) == 1 {
		if m, ok := changes[0].(*schema.ModifyTable); ok {
			m.Changes = fix(m.Changes)
		}
	}
	return changes
}

func indexRenamed(changes schema.Changes, r renaming) schema.Changes {
	drop, add := changes.IndexDropIndex(r.from), changes.IndexAddIndex(r.to)
	if drop < 0 || add < 0 {
		return changes
	}
	renamed := &schema.RenameIndex{From: changes[drop].(*schema.DropIndex).I, To: changes[add].(*schema.AddIndex).I}
	return merged(changes, drop, add, renamed)
}

// concurrentIndex reads CREATE [UNIQUE] INDEX CONCURRENTLY [IF NOT EXISTS] name ON.
func concurrentIndex(t []token) (name string, ok bool) {
	if len(t) == 0 || !t[0].is("CREATE") {
		return "", false
	}
	t = skipWords(t[1:], "UNIQUE")
	if len(t) < 3 || !t[0].is("INDEX") || !t[1].is("CONCURRENTLY") {
		return "", false
	}
	t = skipWords(t[2:], "IF", "NOT", "EXISTS")
	return t[0].text, len(t) > 1 && t[1].is("ON")
}

func markConcurrent(changes schema.Changes, name string) {
	inTable(changes, func(list schema.Changes) schema.Changes {
		if i := list.IndexAddIndex(name); i >= 0 {
			add := list[i].(*schema.AddIndex)
			add.Extra = append(add.Extra, &atlas.Concurrently{})
		}
		return list
	})
}

// ColumnFilledBefore is what sqliteHints has.
func (postgresHints) ColumnFilledBefore(stmts []*migrate.Stmt, t *schema.Table, c *schema.Column, pos int) (bool, error) {
	for _, s := range stmts {
		if s.Pos < pos && fills(folded(s.Text), t.Name, c.Name) {
			return true, nil
		}
	}
	return false, nil
}

// CreateViewAfter is what sqliteHints has.
func (postgresHints) CreateViewAfter(stmts []*migrate.Stmt, old, new string, pos int) (bool, error) {
	for _, s := range stmts {
		if s.Pos > pos && standsIn(folded(s.Text), old, new) {
			return true, nil
		}
	}
	return false, nil
}
