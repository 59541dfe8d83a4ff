package main

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
)

// The JSON tree of a schema. Lists are never null and their order depends on names only.
type (
	schemaJSON struct {
		Schemas     []namespaceJSON `json:"schemas"`
		NotModelled []object        `json:"not_modelled"`
	}
	namespaceJSON struct {
		Name   string      `json:"name"`
		Tables []tableJSON `json:"tables"`
		Views  []viewJSON  `json:"views"`
	}
	tableJSON struct {
		Name        string           `json:"name"`
		Columns     []columnJSON     `json:"columns"`
		PrimaryKey  *keyJSON         `json:"primary_key"`
		Indexes     []indexJSON      `json:"indexes"`
		ForeignKeys []foreignKeyJSON `json:"foreign_keys"`
		Checks      []checkJSON      `json:"checks"`
		Attrs       map[string]bool  `json:"attrs"`
	}
	columnJSON struct {
		Name          string  `json:"name"`
		Type          string  `json:"type"`
		Null          bool    `json:"null"`
		Default       *string `json:"default"`
		Generated     *string `json:"generated"`
		GeneratedType string  `json:"generated_type"`
	}
	keyJSON struct {
		Name    string   `json:"name"`
		Columns []string `json:"columns"`
	}
	indexJSON struct {
		Name   string     `json:"name"`
		Unique bool       `json:"unique"`
		Parts  []partJSON `json:"parts"`
		Where  string     `json:"where"`
	}
	partJSON struct {
		Column string `json:"column,omitempty"`
		Expr   string `json:"expr,omitempty"`
		Desc   bool   `json:"desc"`
	}
	foreignKeyJSON struct {
		Name       string   `json:"name"`
		Columns    []string `json:"columns"`
		RefTable   string   `json:"ref_table"`
		RefColumns []string `json:"ref_columns"`
		OnUpdate   string   `json:"on_update"`
		OnDelete   string   `json:"on_delete"`
	}
	checkJSON struct {
		Name string `json:"name"`
		Expr string `json:"expr"`
	}
	viewJSON struct {
		Name string `json:"name"`
		Def  string `json:"def"`
	}
)

func (s *session) schemaJSON(st *state) (schemaJSON, error) {
	tree := schemaJSON{Schemas: []namespaceJSON{}, NotModelled: append([]object{}, st.unknown...)}
	for _, sc := range st.realm.Schemas {
		n := namespaceJSON{Name: sc.Name, Tables: []tableJSON{}, Views: []viewJSON{}}
		for _, t := range sortedBy(sc.Tables, func(t *schema.Table) string { return t.Name }) {
			table, err := s.tableJSON(t)
			if err != nil {
				return tree, err
			}
			n.Tables = append(n.Tables, table)
		}
		for _, o := range st.unknown {
			if o.Type == "view" {
				n.Views = append(n.Views, viewJSON{o.Name, o.text})
			}
		}
		tree.Schemas = append(tree.Schemas, n)
	}
	return tree, nil
}

func (s *session) tableJSON(t *schema.Table) (tableJSON, error) {
	table := tableJSON{
		Name: t.Name, Columns: []columnJSON{}, Indexes: []indexJSON{},
		ForeignKeys: []foreignKeyJSON{}, Checks: []checkJSON{}, Attrs: s.d.tableAttrs(t),
	}
	for _, c := range t.Columns {
		column, err := s.columnJSON(c)
		if err != nil {
			return table, err
		}
		table.Columns = append(table.Columns, column)
	}
	if pk := t.PrimaryKey; pk != nil {
		table.PrimaryKey = &keyJSON{pk.Name, []string{}}
		for _, p := range pk.Parts {
			if p.C != nil {
				table.PrimaryKey.Columns = append(table.PrimaryKey.Columns, p.C.Name)
			}
		}
	}
	for _, i := range sortedBy(t.Indexes, func(i *schema.Index) string { return i.Name }) {
		table.Indexes = append(table.Indexes, s.indexJSON(i))
	}
	for _, fk := range sortedBy(t.ForeignKeys, func(f *schema.ForeignKey) string { return f.Symbol }) {
		table.ForeignKeys = append(table.ForeignKeys, foreignKeyOf(fk))
	}
	for _, a := range t.Attrs {
		if c, ok := a.(*schema.Check); ok {
			table.Checks = append(table.Checks, checkJSON{c.Name, c.Expr})
		}
	}
	table.Checks = sortedBy(table.Checks, func(c checkJSON) string { return c.Name + "\x00" + c.Expr })
	return table, nil
}

func (s *session) columnJSON(c *schema.Column) (columnJSON, error) {
	typ, err := s.d.columnType(c.Type)
	if err != nil {
		return columnJSON{}, err
	}
	column := columnJSON{Name: c.Name, Type: typ, Null: c.Type.Null}
	switch x := c.Default.(type) {
	case *schema.Literal:
		column.Default = &x.V
	case *schema.RawExpr:
		column.Default = &x.X
	}
	for _, a := range c.Attrs {
		if g, ok := a.(*schema.GeneratedExpr); ok {
			column.Generated = &g.Expr
			column.GeneratedType = strings.ToUpper(cmp.Or(g.Type, "VIRTUAL"))
		}
	}
	return column, nil
}

func (s *session) indexJSON(i *schema.Index) indexJSON {
	index := indexJSON{i.Name, i.Unique, []partJSON{}, s.d.indexWhere(i)}
	for _, p := range i.Parts {
		part := partJSON{Desc: p.Desc}
		if p.C != nil {
			part.Column = p.C.Name
		} else if x, ok := p.X.(*schema.RawExpr); ok {
			part.Expr = x.X
		}
		index.Parts = append(index.Parts, part)
	}
	return index
}

func foreignKeyOf(fk *schema.ForeignKey) foreignKeyJSON {
	j := foreignKeyJSON{
		Name: fk.Symbol, Columns: []string{}, RefColumns: []string{},
		OnUpdate: string(fk.OnUpdate), OnDelete: string(fk.OnDelete),
	}
	if fk.RefTable != nil {
		j.RefTable = fk.RefTable.Name
	}
	for _, c := range fk.Columns {
		j.Columns = append(j.Columns, c.Name)
	}
	for _, c := range fk.RefColumns {
		j.RefColumns = append(j.RefColumns, c.Name)
	}
	return j
}

func sortedBy[T any](list []T, key func(T) string) []T {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b T) int { return strings.Compare(key(a), key(b)) })
	return list
}

// creation lists the changes that build a realm from nothing.
func creation(r *schema.Realm) (changes []schema.Change) {
	for _, s := range r.Schemas {
		for _, t := range s.Tables {
			changes = append(changes, &schema.AddTable{T: t})
		}
	}
	return changes
}

// dump writes a realm as the statements that create it.
func (s *session) dump(ctx context.Context, r *schema.Realm) (string, error) {
	db, err := s.d.scratch(ctx, s.req)
	if err != nil {
		return "", err
	}
	defer db.close()
	plan, err := planned(ctx, db.driver, creation(r), migrate.PlanModeDump)
	if err != nil {
		return "", err
	}
	file, err := migrate.DefaultFormatter.FormatFile(plan)
	if err != nil {
		return "", err
	}
	return string(file.Bytes()), nil
}
