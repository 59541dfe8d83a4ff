package main

import (
	"cmp"
	"context"
	"fmt"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
)

type diffResult struct {
	Statements []statementJSON `json:"statements"`
	Changes    []string        `json:"changes"`
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
	return diffOf(plan, changes)
}

// between compares two realms as Atlas does for a connection bound to one schema, and plans the changes.
func (s *session) between(ctx context.Context, from, to *schema.Realm, mode migrate.PlanMode) (*migrate.Plan, []schema.Change, error) {
	db, err := s.d.scratch(ctx, s.req)
	if err != nil {
		return nil, nil, err
	}
	defer db.close()
	if n, ok := db.driver.(schema.Normalizer); ok {
		if to, err = n.NormalizeRealm(ctx, to); err != nil {
			return nil, nil, asFailure(err, codeLoadFailed)
		}
	}
	changes, err := db.driver.SchemaDiff(from.Schemas[0], to.Schemas[0])
	if err != nil {
		return nil, nil, asFailure(err, codeLoadFailed)
	}
	if len(changes) == 0 {
		return &migrate.Plan{}, nil, nil
	}
	plan, err := planned(ctx, db.driver, changes, mode)
	if err != nil {
		return nil, nil, asFailure(err, codeLoadFailed)
	}
	return plan, changes, nil
}

// planned plans without a schema in front of the names, as Atlas does in the scope of one schema.
func planned(ctx context.Context, drv migrate.Driver, changes []schema.Change, mode migrate.PlanMode) (*migrate.Plan, error) {
	return drv.PlanChanges(ctx, "plan", changes, func(o *migrate.PlanOptions) {
		o.SchemaQualifier = new(string)
		o.Mode = mode
	})
}

func diffOf(plan *migrate.Plan, changes []schema.Change) (*diffResult, error) {
	d := &diffResult{Statements: []statementJSON{}, Changes: changeNames(changes)}
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
