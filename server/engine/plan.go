package main

import (
	"context"
	"regexp"

	"ariga.io/atlas/sql/migrate"
)

var (
	reName    = regexp.MustCompile(`^[a-z0-9_]{1,64}$`)
	reVersion = regexp.MustCompile(`^[0-9]{14}$`)
)

type planResult struct {
	File *textFile `json:"file"`
	Sum  string    `json:"sum"`
	gaps
}

// plan writes the next migration file: what leads from the migrations to a schema.
func (s *session) plan(ctx context.Context) (any, error) {
	if err := s.req.To.check(); err != nil {
		return nil, err
	}
	if !reName.MatchString(s.req.Name) || !reVersion.MatchString(s.req.Version) {
		return nil, failf(codeBadName, "a name is 1 to 64 of a-z, 0-9 and _; a version is 14 digits")
	}
	dir, err := newDirectory(s.req.Migrations)
	if err != nil {
		return nil, err
	}
	for _, f := range dir.files {
		if f.Version() >= s.req.Version {
			return nil, failf(codeBadRequest, "the version %s is not later than the file %s", s.req.Version, f.Name())
		}
	}
	from, err := s.read(ctx, &source{Migrations: s.req.Migrations})
	if err != nil {
		return nil, err
	}
	to, err := s.read(ctx, s.req.To)
	if err != nil {
		return nil, err
	}
	plan, _, err := s.between(ctx, from.realm, to.realm, migrate.PlanModeDeferred)
	if err != nil {
		return nil, err
	}
	plan.Version, plan.Name = s.req.Version, s.req.Name
	return planOf(dir, plan, gapsBetween(from, to))
}

func planOf(dir *directory, plan *migrate.Plan, g gaps) (*planResult, error) {
	result := &planResult{gaps: g}
	files := dir.files
	if len(plan.Changes) > 0 {
		f, err := migrate.DefaultFormatter.FormatFile(plan)
		if err != nil {
			return nil, err
		}
		result.File = &textFile{f.Name(), string(f.Bytes())}
		files = append(files, f)
	}
	sum, err := migrate.NewHashFile(files)
	if err != nil {
		return nil, err
	}
	text, err := sum.MarshalText()
	result.Sum = string(text)
	return result, err
}
