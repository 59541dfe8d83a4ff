package main

import (
	"context"

	"ariga.io/atlas/sql/schema"
	"github.com/lib/pq"
)

// revisionsSchema is where Atlas keeps its history: in the schema of the scope if it is one, else in a schema of its own.
func (d *postgresDialect) revisionsSchema() string {
	if one := d.one(); one != "" {
		return one
	}
	return revisionsName
}

func (d *postgresDialect) revisionsTable() revisionsSQL {
	in := d.revisionsSchema()
	table := pq.QuoteIdentifier(in) + "." + pq.QuoteIdentifier(revisionsName)
	const found = "SELECT schemaname FROM pg_catalog.pg_tables WHERE tablename = 'atlas_schema_revisions' AND schemaname = "
	columns := "SELECT version, description, type, applied, total, executed_at, execution_time, " +
		"coalesce(error, ''), coalesce(error_stmt, ''), hash, coalesce(partial_hashes::text, ''), operator_version FROM " + table + " "
	r := revisionsSQL{
		schema:    in,
		exists:    found + pq.QuoteLiteral(in),
		hasSchema: "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname = " + pq.QuoteLiteral(in),
		addSchema: "CREATE SCHEMA " + pq.QuoteIdentifier(in),
		create: "CREATE TABLE " + table + ` ("version" character varying NOT NULL, "description" character varying NOT NULL, ` +
			`"type" bigint NOT NULL DEFAULT 2, "applied" bigint NOT NULL DEFAULT 0, "total" bigint NOT NULL DEFAULT 0, ` +
			`"executed_at" timestamptz NOT NULL, "execution_time" bigint NOT NULL, "error" text NULL, "error_stmt" text NULL, ` +
			`"hash" character varying NOT NULL, "partial_hashes" jsonb NULL, "operator_version" character varying NOT NULL, PRIMARY KEY ("version"))`,
		read:    columns + `ORDER BY version COLLATE "C"`,
		readOne: columns + "WHERE version = $1",
		// As in Atlas, the description and the start of a version stay what they were first.
		write: "INSERT INTO " + table + " AS r (version, description, type, applied, total, executed_at, execution_time, " +
			"error, error_stmt, hash, partial_hashes, operator_version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) " +
			"ON CONFLICT (version) DO UPDATE SET type = excluded.type, applied = excluded.applied, total = excluded.total, " +
			"execution_time = excluded.execution_time, error = excluded.error, error_stmt = excluded.error_stmt, " +
			"hash = excluded.hash, partial_hashes = excluded.partial_hashes, operator_version = excluded.operator_version",
		remove: "DELETE FROM " + table + " WHERE version = $1",
	}
	if in != revisionsName {
		// Older Atlas kept it there. Which of two places counts is not ours to guess; nor does Atlas.
		r.elsewhere = found + pq.QuoteLiteral(revisionsName)
	}
	return r
}

func (*postgresDialect) bookkeeping(ctx context.Context, q schema.ExecQuerier, write func() error) error {
	role, err := scanStrings(ctx, q, "SELECT pg_catalog.current_setting('role')")
	if err != nil {
		return err
	}
	if role[0] == "none" {
		return write()
	}
	if _, err := q.ExecContext(ctx, "SET ROLE NONE"); err != nil {
		return err
	}
	if err := write(); err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, "SET ROLE "+pq.QuoteIdentifier(role[0]))
	return err
}
