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
		Outside     []object        `json:"outside_scope"`
	}
	namespaceJSON struct {
		Name   string      `json:"name"`
		Tables []tableJSON `json:"tables"`
		Views  []viewJSON  `json:"views"`
		Enums  []enumJSON  `json:"enums"`
	}
	enumJSON struct {
		Name   string   `json:"name"`
		Values []string `json:"values"`
	}
	tableJSON struct {
		Schema      string           `json:"schema"`
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
		Identity      string  `json:"identity,omitempty"` // ALWAYS or BY DEFAULT
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
		// Where the dialect knows them:
		Method     string   `json:"method,omitempty"`
		Include    []string `json:"include,omitempty"`
		Constraint string   `json:"constraint,omitempty"` // of which the index is the work
	}
	partJSON struct {
		Column string `json:"column,omitempty"`
		Expr   string `json:"expr,omitempty"`
		Desc   bool   `json:"desc"`
	}
	foreignKeyJSON struct {
		Name       string   `json:"name"`
		Columns    []string `json:"columns"`
		RefSchema  string   `json:"ref_schema,omitempty"` // if it is another one
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
	tree := schemaJSON{Schemas: []namespaceJSON{}, NotModelled: append([]object{}, st.unknown...), Outside: append([]object{}, st.outside...)}
	for _, sc := range st.realm.Schemas {
		n := namespaceJSON{Name: sc.Name, Tables: []tableJSON{}, Views: []viewJSON{}, Enums: enumsOf(sc)}
		for _, t := range sortedBy(sc.Tables, func(t *schema.Table) string { return t.Name }) {
			table, err := s.tableJSON(t)
			if err != nil {
				return tree, err
			}
			n.Tables = append(n.Tables, table)
		}
		for _, o := range st.unknown {
			if o.Type == "view" && (o.schema == "" || o.schema == sc.Name) {
				n.Views = append(n.Views, viewJSON{o.bareName(), o.text})
			}
		}
		tree.Schemas = append(tree.Schemas, n)
	}
	return tree, nil
}

func (s *session) tableJSON(t *schema.Table) (tableJSON, error) {
	table := tableJSON{
		Schema: schemaName(t), Name: t.Name, Columns: []columnJSON{}, Indexes: []indexJSON{},
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
	column := columnJSON{Name: c.Name, Null: c.Type.Null}
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
	return column, s.d.describe(c, &column)
}

func (s *session) indexJSON(i *schema.Index) indexJSON {
	index := indexJSON{Name: i.Name, Unique: i.Unique, Parts: []partJSON{}}
	s.d.indexAttrs(i, &index)
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
		if fk.Table != nil && schemaName(fk.RefTable) != schemaName(fk.Table) {
			j.RefSchema = schemaName(fk.RefTable)
		}
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

func schemaName(t *schema.Table) string {
	if t.Schema == nil {
		return ""
	}
	return t.Schema.Name
}

func enumsOf(s *schema.Schema) []enumJSON {
	list := []enumJSON{}
	for _, o := range s.Objects {
		if e, ok := o.(*schema.EnumType); ok {
			list = append(list, enumJSON{e.T, e.Values})
		}
	}
	return sortedBy(list, func(e enumJSON) string { return e.Name })
}

// creation lists the changes that build a realm from nothing. The schema of a scope of one is there already.
func (s *session) creation(r *schema.Realm) (changes []schema.Change) {
	for _, sc := range r.Schemas {
		if s.d.qualifier() == nil {
			changes = append(changes, &schema.AddSchema{S: sc, Extra: []schema.Clause{&schema.IfNotExists{}}})
		}
		for _, o := range sc.Objects {
			changes = append(changes, &schema.AddObject{O: o})
		}
	}
	for _, s := range r.Schemas {
		for _, t := range s.Tables {
			changes = append(changes, &schema.AddTable{T: t})
		}
	}
	return changes
}

// dump writes a realm as the statements that create it.
func (s *session) dump(ctx context.Context, r *schema.Realm) (string, error) {
	db, err := s.use(s.d.planner(ctx, s.inUse))
	if err != nil {
		return "", err
	}
	plan, err := s.planned(ctx, db.driver, s.creation(r), migrate.PlanModeDump)
	if err != nil {
		return "", err
	}
	file, err := migrate.DefaultFormatter.FormatFile(plan)
	if err != nil {
		return "", err
	}
	return string(file.Bytes()), nil
}
