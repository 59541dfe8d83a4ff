package main

import (
	"context"

	"ariga.io/atlas/sql/migrate"
)

type hashResult struct {
	Sum   string         `json:"sum"`
	Files []hashFileJSON `json:"files"`
}

type hashFileJSON struct {
	Name        string      `json:"name"`
	Version     string      `json:"version"`
	Description string      `json:"description"`
	Hash        string      `json:"hash"`
	Statements  []splitStmt `json:"statements"`
	Directives  []directive `json:"directives"`
	Checkpoint  bool        `json:"checkpoint"`
}

type splitStmt struct {
	Position int      `json:"position"`
	Text     string   `json:"text"`
	Comments []string `json:"comments"`
}

// hash gives atlas.sum and how Atlas splits every file.
func (s *session) hash(ctx context.Context) (any, error) {
	dir, err := newDirectory(s.req.Migrations)
	if err != nil {
		return nil, err
	}
	sum, err := dir.sum.MarshalText()
	if err != nil {
		return nil, err
	}
	hashes := make(map[string]string)
	for _, h := range dir.sum {
		hashes[h.N] = h.H
	}
	result := &hashResult{Sum: string(sum), Files: []hashFileJSON{}}
	for _, f := range dir.files {
		stmts, err := statements(s.d.scanner(), f)
		if err != nil {
			return nil, err
		}
		c, ok := f.(migrate.CheckpointFile)
		result.Files = append(result.Files, hashFileJSON{
			Name: f.Name(), Version: f.Version(), Description: f.Desc(), Hash: hashes[f.Name()],
			Statements: splitStmts(stmts), Directives: directivesOf(string(f.Bytes())),
			Checkpoint: ok && c.IsCheckpoint(),
		})
	}
	return result, nil
}

func splitStmts(stmts []*migrate.Stmt) []splitStmt {
	list := []splitStmt{}
	for _, s := range stmts {
		list = append(list, splitStmt{s.Pos, s.Text, append([]string{}, s.Comments...)})
	}
	return list
}
