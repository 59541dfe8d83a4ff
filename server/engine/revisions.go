package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
)

const (
	revisionsName = "atlas_schema_revisions"
	// cloudRow is a row that is not a migration: Atlas keeps the identity of the target in it.
	cloudRow        = ".atlas_cloud_identifier"
	operatorVersion = "Schemawarden " + engineVersion + " (Atlas " + atlasVersion + ")"
	// executedLayout is how Atlas's SQLite driver stores a time.
	executedLayout = "2006-01-02 15:04:05.999999999-07:00"
)

// revisionsSQL are the statements for Atlas's bookkeeping table in one dialect.
type revisionsSQL struct {
	schema                                       string // where the table belongs
	exists, create, read, readOne, write, remove string
	hasSchema, addSchema                         string // where the schema may have to be made
	elsewhere                                    string // finds a table in another place, where Atlas once kept it
}

func (sqliteDialect) revisionsTable() revisionsSQL {
	const columns = "SELECT version, description, type, applied, total, CAST(executed_at AS text), execution_time, " +
		"coalesce(error, ''), coalesce(error_stmt, ''), hash, coalesce(CAST(partial_hashes AS text), ''), operator_version " +
		"FROM atlas_schema_revisions "
	return revisionsSQL{
		schema: sqliteSchema,
		exists: "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'atlas_schema_revisions' COLLATE NOCASE",
		create: "CREATE TABLE `atlas_schema_revisions` (`version` text NOT NULL, `description` text NOT NULL, " +
			"`type` integer NOT NULL DEFAULT 2, `applied` integer NOT NULL DEFAULT 0, `total` integer NOT NULL DEFAULT 0, " +
			"`executed_at` datetime NOT NULL, `execution_time` integer NOT NULL, `error` text NULL, `error_stmt` text NULL, " +
			"`hash` text NOT NULL, `partial_hashes` json NULL, `operator_version` text NOT NULL, PRIMARY KEY (`version`))",
		read:    columns + "ORDER BY version",
		readOne: columns + "WHERE version = ?",
		// As in Atlas, the description and the start of a version stay what they were first.
		write: "INSERT INTO atlas_schema_revisions (version, description, type, applied, total, executed_at, execution_time, " +
			"error, error_stmt, hash, partial_hashes, operator_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) " +
			"ON CONFLICT (version) DO UPDATE SET type = excluded.type, applied = excluded.applied, total = excluded.total, " +
			"execution_time = excluded.execution_time, error = excluded.error, error_stmt = excluded.error_stmt, " +
			"hash = excluded.hash, partial_hashes = excluded.partial_hashes, operator_version = excluded.operator_version",
		remove: "DELETE FROM atlas_schema_revisions WHERE version = ?",
	}
}

// revisions is Atlas's history table, on a connection or inside a transaction. What it
// writes is written even after a signal: an act without its record is worse than a late stop.
type revisions struct {
	q   schema.ExecQuerier
	sql revisionsSQL
	d   dialect
	// lost tells that the transaction we believe to be in has ended by itself.
	lost func() bool
}

func (s *session) history(q schema.ExecQuerier) *revisions {
	return &revisions{q: q, sql: s.d.revisionsTable(), d: s.d}
}

var _ migrate.RevisionReadWriter = (*revisions)(nil)

func (r *revisions) Ident() *migrate.TableIdent { return &migrate.TableIdent{Name: revisionsName} }

func (r *revisions) present(ctx context.Context) (bool, error) {
	ctx = context.WithoutCancel(ctx)
	names, err := scanStrings(ctx, r.q, r.sql.exists)
	if err != nil || len(names) > 0 || r.sql.elsewhere == "" {
		return len(names) > 0, err
	}
	if names, err = scanStrings(ctx, r.q, r.sql.elsewhere); len(names) > 0 {
		return false, failf(codeHistoryMismatch, "there is a history in the schema %q and none in %q; it is not clear which one counts", names[0], r.sql.schema)
	}
	return false, err
}

// make creates the table, and its schema, where there is none.
func (r *revisions) make(ctx context.Context) error {
	if r.sql.hasSchema != "" {
		found, err := scanStrings(ctx, r.q, r.sql.hasSchema)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			if _, err := r.q.ExecContext(ctx, r.sql.addSchema); err != nil {
				return err
			}
		}
	}
	_, err := r.q.ExecContext(ctx, r.sql.create)
	return err
}

// ReadRevisions gives an empty history where there is no table.
func (r *revisions) ReadRevisions(ctx context.Context) ([]*migrate.Revision, error) {
	ok, err := r.present(ctx)
	if err != nil || !ok {
		return nil, err
	}
	history, err := scanAll(context.WithoutCancel(ctx), r.q, r.sql.read, scanRevision)
	return slices.DeleteFunc(history, func(v *migrate.Revision) bool { return v.Version == cloudRow }), err
}

func (r *revisions) ReadRevision(ctx context.Context, version string) (*migrate.Revision, error) {
	found, err := scanAll(context.WithoutCancel(ctx), r.q, r.sql.readOne, scanRevision, version)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, migrate.ErrRevisionNotExist
	}
	return found[0], nil
}

func (r *revisions) WriteRevision(ctx context.Context, v *migrate.Revision) error {
	if r.lost != nil && r.lost() {
		return errors.New("the transaction is over, though we did not end it")
	}
	if v.Applied > 0 && v.PartialHashes == nil {
		// The Executor is through with the file, which may have been mended since: it keeps the count and the error of the first attempt.
		v.Total, v.Error, v.ErrorStmt = v.Applied, "", ""
	}
	hashes, err := json.Marshal(v.PartialHashes)
	if err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	return r.d.bookkeeping(ctx, r.q, func() error {
		_, err := r.q.ExecContext(ctx, r.sql.write, v.Version, v.Description, int(v.Type), v.Applied, v.Total,
			v.ExecutedAt.Format(executedLayout), int64(v.ExecutionTime), v.Error, v.ErrorStmt, v.Hash, string(hashes), v.OperatorVersion)
		return err
	})
}

func (r *revisions) DeleteRevision(ctx context.Context, version string) error {
	_, err := r.q.ExecContext(context.WithoutCancel(ctx), r.sql.remove, version)
	return err
}

func scanRevision(rows *sql.Rows) (*migrate.Revision, error) {
	var (
		rev               migrate.Revision
		typ, took         int64
		executed, partial string
	)
	err := rows.Scan(&rev.Version, &rev.Description, &typ, &rev.Applied, &rev.Total, &executed, &took,
		&rev.Error, &rev.ErrorStmt, &rev.Hash, &partial, &rev.OperatorVersion)
	if err != nil {
		return nil, err
	}
	rev.Type, rev.ExecutionTime = migrate.RevisionType(typ), time.Duration(took)
	for _, layout := range []string{executedLayout, time.RFC3339Nano, "2006-01-02 15:04:05.999999999", "2006-01-02T15:04:05.999999999"} {
		if rev.ExecutedAt, err = time.Parse(layout, executed); err == nil {
			break
		}
	}
	if partial != "" {
		if err := json.Unmarshal([]byte(partial), &rev.PartialHashes); err != nil {
			return nil, fmt.Errorf("the revision %s has broken partial hashes", rev.Version)
		}
	}
	// The Executor reads as many partial hashes as statements were applied.
	if rev.Applied != rev.Total && len(rev.PartialHashes) < rev.Applied {
		return nil, fmt.Errorf("the revision %s has fewer hashes than applied statements", rev.Version)
	}
	return &rev, nil
}
