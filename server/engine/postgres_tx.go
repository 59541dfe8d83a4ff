package main

import (
	"context"
	"database/sql"
	"errors"

	"ariga.io/atlas/sql/schema"
)

// A transaction of ours is BEGIN, COMMIT and ROLLBACK on the only connection. The driver's own transactions
// would break the connection when a file has ended one, and then nothing could be found out any more.
type postgresTx struct {
	schema.ExecQuerier
	ctx context.Context
	db  *database
}

const assignedXID = "SELECT coalesce(pg_catalog.pg_current_xact_id_if_assigned()::text, '')"

// begin opens a transaction that can be told from any other by its number.
func (*postgresDialect) begin(ctx context.Context, db *database) (transaction, error) {
	if _, err := db.sql.ExecContext(ctx, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"); err != nil {
		return nil, err
	}
	tx := &postgresTx{db.sql, ctx, db}
	xid, err := scanStrings(ctx, db.sql, "SELECT pg_catalog.pg_current_xact_id()::text")
	if err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	db.guard.xid = xid[0]
	return tx, nil
}

func (tx *postgresTx) Commit() error {
	if err := inTransaction(tx.ctx, tx.db); err != nil {
		return err
	}
	_, err := tx.db.sql.ExecContext(tx.ctx, "COMMIT")
	return err
}

// Rollback is harmless when there is no transaction.
func (tx *postgresTx) Rollback() error {
	_, err := tx.db.sql.ExecContext(tx.ctx, "ROLLBACK")
	return err
}

// inTransaction proves that the transaction is the one we began: COMMIT, ROLLBACK and their kin in a file end it.
func inTransaction(ctx context.Context, db *database) error {
	xid, err := scanStrings(ctx, db.sql, assignedXID)
	if err != nil {
		return err
	}
	if xid[0] != db.guard.xid {
		db.guard.rolledBack.Store(true)
		return failf(codeTransactionEnded, "the statement has ended the transaction of the apply; what came before it is committed or rolled back for good")
	}
	return nil
}

// afterStatement looks whether a file's statement has left the connection as it must be.
func (*postgresDialect) afterStatement(ctx context.Context, db *database, inTx bool) error {
	ctx = context.WithoutCancel(ctx)
	if inTx {
		return inTransaction(ctx, db)
	}
	return nil
}

// afterFile: a file without a transaction must not leave one open, since its record would be lost with it.
func (*postgresDialect) afterFile(ctx context.Context, db *database) error {
	ctx = context.WithoutCancel(ctx)
	open, err := scanAll(ctx, db.sql, "SELECT pg_catalog.now() <> pg_catalog.statement_timestamp()", scanOne[bool])
	if err == nil && !open[0] {
		return nil
	}
	_, errRoll := db.sql.ExecContext(ctx, "ROLLBACK")
	if err == nil || sqlState(err) == "25P02" {
		err = failf(codeTransactionEnded, "the file has left a transaction open, which was rolled back")
	}
	return errors.Join(err, errRoll)
}

// manyRelations is from where on the server plans queries on its catalogue badly without knowing how large it has become.
const manyRelations = 500

// afterReplay also counts the catalogue when it has grown: on 1,000 tables our marks take a sixth of the time then.
func (d *postgresDialect) afterReplay(ctx context.Context, db *database) error {
	if err := d.afterFile(ctx, db); err != nil {
		return err
	}
	relations, err := scanAll(ctx, db.sql, "SELECT count(*) FROM pg_catalog.pg_class WHERE oid >= 16384", scanOne[int])
	if err != nil || relations[0] < manyRelations {
		return err
	}
	_, err = db.sql.ExecContext(ctx, "ANALYZE pg_catalog.pg_class, pg_catalog.pg_attribute, pg_catalog.pg_attrdef, pg_catalog.pg_constraint, "+
		"pg_catalog.pg_index, pg_catalog.pg_type, pg_catalog.pg_enum, pg_catalog.pg_depend, pg_catalog.pg_description, pg_catalog.pg_sequence")
	return err
}

func scanOne[T any](r *sql.Rows) (v T, err error) { return v, r.Scan(&v) }
