package main

import (
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"ariga.io/atlas/sql/migrate"
)

// directory is a migration directory in memory. Its files never change, so its checksum is
// computed once: the library's Executor asks for it anew for every file it runs.
type directory struct {
	*migrate.MemDir
	files []migrate.File
	sum   migrate.HashFile
}

var _ migrate.CheckpointDir = (*directory)(nil)

func newDirectory(given []textFile) (*directory, error) {
	d := &directory{MemDir: &migrate.MemDir{}}
	seen := make(map[string]bool)
	for _, f := range given {
		if !strings.HasSuffix(f.Name, ".sql") || strings.ContainsAny(f.Name, `/\`) || strings.ContainsFunc(f.Name, unicode.IsControl) {
			return nil, failf(codeBadName, "%q can't be the name of a migration file", f.Name)
		}
		if seen[f.Name] {
			return nil, failf(codeBadRequest, "the migration file %q is there twice", f.Name)
		}
		seen[f.Name] = true
		d.files = append(d.files, migrate.NewLocalFile(f.Name, []byte(f.Text)))
	}
	slices.SortFunc(d.files, func(a, b migrate.File) int { return strings.Compare(a.Name(), b.Name()) })
	var err error
	if d.sum, err = migrate.NewHashFile(d.files); err != nil {
		return nil, err
	}
	return d, errors.Join(d.MemDir.CopyFiles(d.files))
}

// Files are sorted by name, as in a directory on disk.
func (d *directory) Files() ([]migrate.File, error) { return slices.Clone(d.files), nil }

// Checksum is the content of atlas.sum.
func (d *directory) Checksum() (migrate.HashFile, error) { return d.sum, nil }

// WriteFile is refused: nothing writes to what a request brought.
func (d *directory) WriteFile(string, []byte) error { return fs.ErrPermission }

// named gives the files with these names in the directory's order.
func (d *directory) named(names []string) ([]migrate.File, error) {
	var found []migrate.File
	for _, f := range d.files {
		if slices.Contains(names, f.Name()) {
			found = append(found, f)
		}
	}
	if len(found) != len(names) {
		return nil, failf(codeBadRequest, "a pending file is not among the migrations, or is named twice")
	}
	return found, nil
}

// directive is an instruction to Atlas in a comment, wherever in the file it stands.
type directive struct {
	Name     string `json:"name"`
	Args     string `json:"args"`
	Position int    `json:"position"`
}

var reDirective = regexp.MustCompile(`atlas:(\w+)`)

// directivesOf finds more than Atlas would honour: Atlas looks at the head of the file and at
// the comments before a statement, and takes the last "atlas:" of a line whatever stands before it.
// A position is that of the word.
func directivesOf(text string) []directive {
	found := []directive{}
	for _, m := range reDirective.FindAllStringSubmatchIndex(text, -1) {
		start := strings.LastIndexByte(text[:m[0]], '\n') + 1
		before, after := text[start:m[0]], text[m[1]:]
		comment := strings.Contains(before, "--") || strings.Contains(before, "#") || strings.Contains(before, "/*")
		if !comment && start != 0 {
			continue
		}
		args, _, _ := strings.Cut(after[:lineEnd(after)], "*/")
		found = append(found, directive{text[m[2]:m[3]], strings.TrimSpace(args), m[0]})
	}
	return found
}

func lineEnd(s string) int {
	if n := strings.IndexByte(s, '\n'); n >= 0 {
		return n
	}
	return len(s)
}

// refusedDirectives change how a file is split, hashed or skipped: what a human
// saw would not be what runs. Files already applied may have them.
var refusedDirectives = []string{"checkpoint", "delimiter", "import", "sum", "txtar"}

func refuseDirectives(pending []migrate.File) error {
	for _, f := range pending {
		for _, d := range directivesOf(string(f.Bytes())) {
			if slices.Contains(refusedDirectives, d.Name) {
				fail := failf(codeDirectiveRefused, "a pending file must not have the directive atlas:%s", d.Name)
				fail.File, fail.Position = f.Name(), d.Position
				return fail
			}
		}
	}
	return nil
}
