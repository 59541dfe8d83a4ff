package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
)

type diffResult struct {
	Statements []statementJSON `json:"statements"`
	Changes    []string        `json:"changes"`
	gaps
}

// gaps are what lies between two schemas without being in the plan.
type gaps struct {
	LeftAlone []string     `json:"left_alone"` // schemas that only the first side has
	Unseen    []unseenJSON `json:"unseen"`     // what Atlas does not model and is not the same on both sides
	Outside   []object     `json:"outside_scope"`
}

type unseenJSON struct {
	object
	Change string `json:"change"` // only_from, only_to or differs
}

func gapsBetween(from, to *state) gaps {
	g := gaps{leftAlone(from.realm, to.realm), []unseenJSON{}, append(append([]object{}, from.outside...), to.outside...)}
	before, after := byPlace(from.unknown), byPlace(to.unknown)
	for _, o := range from.unknown {
		other, ok := after[o.place()]
		switch {
		case !ok:
			g.Unseen = append(g.Unseen, unseenJSON{o, "only_from"})
		case other.text != o.text:
			g.Unseen = append(g.Unseen, unseenJSON{o, "differs"})
		}
	}
	for _, o := range to.unknown {
		if _, ok := before[o.place()]; !ok {
			g.Unseen = append(g.Unseen, unseenJSON{o, "only_to"})
		}
	}
	return g
}

func byPlace(list []object) map[object]object {
	m := make(map[object]object)
	for _, o := range list {
		m[o.place()] = o
	}
	return m
}

type statementJSON struct {
	Text    string   `json:"text"`
	Comment string   `json:"comment"`
	Reverse []string `json:"reverse"`
}

// diff plans the way from one schema to another.
func (s *session) diff(ctx context.Context) (any, error) {
	if err := s.req.From.check(); err != nil {
		return nil, err
	}
	if err := s.req.To.check(); err != nil {
		return nil, err
	}
	from, err := s.read(ctx, s.req.From)
	if err != nil {
		return nil, err
	}
	to, err := s.read(ctx, s.req.To)
	if err != nil {
		return nil, err
	}
	mode := migrate.PlanModeDeferred
	if s.req.From.URL != "" {
		mode = migrate.PlanModeInPlace
	}
	plan, changes, err := s.between(ctx, from.realm, to.realm, mode)
	if err != nil {
		return nil, err
	}
	return diffOf(plan, changes, gapsBetween(from, to))
}

// leftAlone lists the schemas that are not on the other side. That is no order to drop them, with all that Atlas does
// not see in them: whoever wants it writes the statements.
func leftAlone(from, to *schema.Realm) []string {
	names := []string{}
	for _, s := range from.Schemas {
		if _, ok := to.Schema(s.Name); !ok {
			names = append(names, s.Name)
		}
	}
	return names
}

// compared gives the changes from one realm to another, without those in schemas that are left alone.
func compared(drv migrate.Driver, from, to *schema.Realm) ([]schema.Change, error) {
	both := *from
	both.Schemas = slices.DeleteFunc(slices.Clone(from.Schemas), func(s *schema.Schema) bool {
		_, ok := to.Schema(s.Name)
		return !ok
	})
	return drv.RealmDiff(&both, to)
}

// between compares two realms as Atlas does for a connection with the scope of the request, and plans the changes.
func (s *session) between(ctx context.Context, from, to *schema.Realm, mode migrate.PlanMode) (*migrate.Plan, []schema.Change, error) {
	db, err := s.use(s.d.desk(ctx, s.inUse))
	if err != nil {
		return nil, nil, err
	}
	if n, ok := db.driver.(schema.Normalizer); ok && !s.d.rereads() {
		if to, err = n.NormalizeRealm(ctx, to); err != nil {
			return nil, nil, asFailure(err, codeLoadFailed)
		}
	}
	changes, err := compared(db.driver, from, to)
	if err != nil {
		return nil, nil, asFailure(err, codeLoadFailed)
	}
	if len(changes) == 0 {
		return &migrate.Plan{}, nil, nil
	}
	if err := refuseRemovedValues(changes); err != nil {
		return nil, nil, err
	}
	plan, err := s.planned(ctx, db.driver, changes, mode)
	if err != nil {
		return nil, nil, asFailure(err, codeLoadFailed)
	}
	return plan, changes, nil
}

// refuseRemovedValues: PostgreSQL can't take a value from an enum. The library plans nothing for it and does not say so.
func refuseRemovedValues(changes []schema.Change) error {
	for _, c := range changes {
		modify, ok := c.(*schema.ModifyObject)
		if !ok {
			continue
		}
		from, ok1 := modify.From.(*schema.EnumType)
		to, ok2 := modify.To.(*schema.EnumType)
		if !ok1 || !ok2 {
			continue
		}
		for _, value := range from.Values {
			if !slices.Contains(to.Values, value) {
				return failf(codeLoadFailed, "the value %q can't be taken from the enum %q; a new type is needed", value, from.T)
			}
		}
	}
	return nil
}

// planned plans without a schema in front of the names in the scope of one schema, as Atlas does.
func (s *session) planned(ctx context.Context, drv migrate.Driver, changes []schema.Change, mode migrate.PlanMode) (*migrate.Plan, error) {
	return drv.PlanChanges(ctx, "plan", changes, func(o *migrate.PlanOptions) {
		o.SchemaQualifier = s.d.qualifier()
		o.Mode = mode
	})
}

func diffOf(plan *migrate.Plan, changes []schema.Change, g gaps) (*diffResult, error) {
	d := &diffResult{Statements: []statementJSON{}, Changes: changeNames(changes), gaps: g}
	for _, c := range plan.Changes {
		reverse, err := c.ReverseStmts()
		if err != nil {
			return nil, err
		}
		d.Statements = append(d.Statements, statementJSON{c.Cmd, c.Comment, append([]string{}, reverse...)})
	}
	return d, nil
}

// changeNames words changes shortly: "drop_table users", "modify_table posts: add_column x".
func changeNames(changes []schema.Change) []string {
	names := []string{}
	for _, c := range changes {
		if m, ok := c.(*schema.ModifyTable); ok {
			for _, part := range m.Changes {
				names = append(names, "modify_table "+m.T.Name+": "+changeName(part))
			}
			continue
		}
		names = append(names, changeName(c))
	}
	return names
}

func changeName(c schema.Change) string {
	switch c := c.(type) {
	case *schema.AddSchema:
		return "add_schema " + c.S.Name
	case *schema.DropSchema:
		return "drop_schema " + c.S.Name
	case *schema.ModifySchema:
		return "modify_schema " + c.S.Name
	case *schema.AddObject:
		return "add_" + objectName(c.O)
	case *schema.DropObject:
		return "drop_" + objectName(c.O)
	case *schema.ModifyObject:
		return "modify_" + objectName(c.To)
	case *schema.AddTable:
		return "add_table " + c.T.Name
	case *schema.DropTable:
		return "drop_table " + c.T.Name
	case *schema.RenameTable:
		return "rename_table " + c.From.Name + " -> " + c.To.Name
	case *schema.AddColumn:
		return "add_column " + c.C.Name
	case *schema.DropColumn:
		return "drop_column " + c.C.Name
	case *schema.ModifyColumn:
		return "modify_column " + c.To.Name
	case *schema.RenameColumn:
		return "rename_column " + c.From.Name + " -> " + c.To.Name
	case *schema.AddIndex:
		return "add_index " + c.I.Name
	case *schema.DropIndex:
		return "drop_index " + c.I.Name
	case *schema.ModifyIndex:
		return "modify_index " + c.To.Name
	case *schema.RenameIndex:
		return "rename_index " + c.From.Name + " -> " + c.To.Name
	case *schema.AddForeignKey:
		return "add_foreign_key " + c.F.Symbol
	case *schema.DropForeignKey:
		return "drop_foreign_key " + c.F.Symbol
	case *schema.ModifyForeignKey:
		return "modify_foreign_key " + c.To.Symbol
	case *schema.AddPrimaryKey:
		return "add_primary_key"
	case *schema.DropPrimaryKey:
		return "drop_primary_key"
	case *schema.ModifyPrimaryKey:
		return "modify_primary_key"
	case *schema.AddCheck:
		return "add_check " + cmp.Or(c.C.Name, c.C.Expr)
	case *schema.DropCheck:
		return "drop_check " + cmp.Or(c.C.Name, c.C.Expr)
	case *schema.ModifyCheck:
		return "modify_check " + cmp.Or(c.To.Name, c.To.Expr)
	case *schema.AddAttr:
		return fmt.Sprintf("add_option %T", c.A)
	case *schema.DropAttr:
		return fmt.Sprintf("drop_option %T", c.A)
	case *schema.ModifyAttr:
		return fmt.Sprintf("modify_option %T", c.To)
	default:
		return fmt.Sprintf("change %T", c)
	}
}

func objectName(o schema.Object) string {
	if e, ok := o.(*schema.EnumType); ok {
		return "enum " + e.T
	}
	return fmt.Sprintf("object %T", o)
}
