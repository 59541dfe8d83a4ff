package main

import (
	"context"
	"database/sql"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
	"github.com/hashicorp/hcl/v2/hclparse"
)

// access says what an operation may do to a live database.
type access int

const (
	readOnly access = iota
	readWrite
)

// dialect is what the operations need to know about a kind of database.
type dialect interface {
	// checkRequest refuses fields that mean nothing in this dialect.
	checkRequest(*request) error
	// secrets lists the parts of a URL that must not be repeated in a message.
	secrets(url string) []string
	// open connects to a live database. It never creates one.
	open(ctx context.Context, url string, a access) (*database, error)
	// scratch gives an empty database of our own that vanishes when closed.
	scratch(ctx context.Context, req *request) (*database, error)
	// driver binds Atlas's driver to a connection or a transaction.
	driver(schema.ExecQuerier) (migrate.Driver, error)
	// begin opens a write transaction for a migration file.
	begin(context.Context, *database) (*sqlclient.Tx, error)

	// inspect reads the tables that Atlas models; with names given, only those of them that exist.
	inspect(ctx context.Context, q schema.ExecQuerier, names, exclude []string) (*schema.Realm, error)
	// unmodelled lists what Atlas does not see.
	unmodelled(context.Context, schema.ExecQuerier) ([]object, error)
	// marks gives a text for every modelled table that changes when its definition does.
	marks(context.Context, schema.ExecQuerier) (map[string]string, error)
	// tableAttrs are the options of a table that have no place elsewhere in its JSON.
	tableAttrs(*schema.Table) map[string]bool
	// indexWhere is the predicate of a partial index.
	indexWhere(*schema.Index) string

	evalHCL(*hclparse.Parser, *schema.Realm) error
	marshalHCL(*schema.Realm) ([]byte, error)
	columnType(*schema.ColumnType) (string, error)
	// analyzers is the name under which Atlas registers its analyzers.
	analyzers() string
	// hints is what Atlas's analyzers and we read from the text of statements.
	hints() statementHints

	// schemaVersion is a number that changes with every change of the schema.
	schemaVersion(context.Context, schema.ExecQuerier) (int64, error)
	// revisionsTable says how Atlas's bookkeeping table is found, made and written.
	revisionsTable() revisionsSQL
	// isLocked tells an error that means "another one holds the lock".
	isLocked(error) bool
}

var dialects = map[string]dialect{
	"sqlite": sqliteDialect{},
}

// database is an open connection with Atlas's driver on it. The pool holds one
// connection, so that settings made on it hold for whatever follows.
type database struct {
	sql    *sql.DB
	driver migrate.Driver
	guard  *guard
}

func (db *database) close() { _ = db.sql.Close() }

// object is something in a database that Atlas's library does not model.
type object struct {
	Type  string `json:"type"`
	Name  string `json:"name"`
	Table string `json:"table"`
	text  string
}

// statementHints is what the text of a statement tells beyond the schema change it makes.
type statementHints interface {
	// fixRename turns a drop and an add into the rename that the statement asked for.
	fixRename(statement string, changes schema.Changes) schema.Changes
}
