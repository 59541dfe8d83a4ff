package main

import (
	"context"
	"database/sql"
	"strings"
	"sync"
	"sync/atomic"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
	"github.com/hashicorp/hcl/v2/hclparse"
)

// access says what an operation may do to a database.
type access int

const (
	readOnly     access = iota // a live database that is read
	readWrite                  // a live database on which files are applied
	scratchWrite               // a disposable database
)

// dialect is what the operations need to know about a kind of database, for one request.
type dialect interface {
	// checkRequest refuses fields that mean nothing in this dialect.
	checkRequest(*request) error
	// secrets lists the parts of a URL that must not be repeated in a message.
	secrets(url string) []string
	// open connects to a live database. It never creates one.
	open(ctx context.Context, url string, a access) (*database, error)
	// scratch gives an empty disposable database, another one every time.
	scratch(context.Context) (*database, error)
	// desk gives a disposable database to compare schemas on: one of those in use, or a new one.
	desk(ctx context.Context, inUse []*database) (*database, error)
	// planner gives a database whose driver writes statements; nothing is run on it.
	planner(ctx context.Context, inUse []*database) (*database, error)
	// driver binds Atlas's driver to a connection or a transaction.
	driver(schema.ExecQuerier) (migrate.Driver, error)
	// scanner is a driver without a database, good for splitting files only.
	scanner() migrate.Driver

	// qualifier is what stands before the names in planned statements: "" is nothing, nil every object's own schema.
	qualifier() *string
	// rereads tells that a schema written in HCL must be built and read back before it can be compared.
	rereads() bool
	// inspect reads the tables that Atlas models; with names given, only those of them that exist.
	inspect(ctx context.Context, q schema.ExecQuerier, names []ident, exclude []string) (*schema.Realm, error)
	// unmodelled lists what Atlas does not see.
	unmodelled(context.Context, schema.ExecQuerier) ([]object, error)
	// outside lists what is in the database but not in the scope of the request.
	outside(context.Context, schema.ExecQuerier) ([]object, error)
	// marks gives a text for every modelled table that changes when its definition does.
	// Where there are schemas, they have one too, as an ident without a name.
	marks(context.Context, schema.ExecQuerier) (map[ident]string, error)
	// tableAttrs are the options of a table that have no place elsewhere in its JSON.
	tableAttrs(*schema.Table) map[string]bool
	// indexAttrs fills what an index of this dialect has beside its parts.
	indexAttrs(*schema.Index, *indexJSON)

	evalHCL(*hclparse.Parser, *schema.Realm) error
	marshalHCL(*schema.Realm) ([]byte, error)
	// describe fills the type of a column and what else the dialect knows about it.
	describe(*schema.Column, *columnJSON) error
	// analyzers is the name under which Atlas registers its analyzers.
	analyzers() string
	// hints is what Atlas's analyzers and we read from the text of statements.
	hints() statementHints

	// schemaVersion is a number that changes with every change of the schema.
	schemaVersion(context.Context, schema.ExecQuerier) (int64, error)
	// revisionsTable says how Atlas's bookkeeping table is found, made and written.
	revisionsTable() revisionsSQL
	// bookkeeping writes to that table as the login, whatever role a file has taken.
	bookkeeping(ctx context.Context, q schema.ExecQuerier, write func() error) error
	// isLocked tells an error that means "another one holds the lock".
	isLocked(error) bool
	// isLost tells an error that means "the connection is gone".
	isLost(error) bool

	// lock keeps every other apply out, as long as the connection lives.
	lock(context.Context, *database) error
	// plain tells that a statement can share a transaction with others of its kind, and leaves nothing behind in the
	// session, where only such statements have run.
	plain(statement string) bool
	// fresh makes the connection ready for a file, whatever the one before did to it.
	fresh(context.Context, *database) error
	// begin opens a write transaction for migration files.
	begin(context.Context, *database) (transaction, error)
	// afterStatement finds out whether a statement of a file ended the transaction that it ran in.
	afterStatement(ctx context.Context, db *database, inTx bool) error
	// afterReplay finds out whether files that were replayed left a transaction open, and makes reading what they built quick.
	afterReplay(context.Context, *database) error
	// afterFile finds out whether a file that ran without a transaction left one open.
	afterFile(context.Context, *database) error
}

var dialects = map[string]func(*request) dialect{
	"sqlite":     func(*request) dialect { return sqliteDialect{} },
	"postgresql": newPostgres,
}

// database is an open connection with Atlas's driver on it. The pool holds one
// connection, so that settings made on it hold for whatever follows.
type database struct {
	sql    *sql.DB
	driver migrate.Driver
	guard  *guard
	access access
	url    string
	// statement runs a statement of a file and ends it when the context ends.
	statement func(ctx context.Context, q schema.ExecQuerier, query string) (sql.Result, error)
}

func (db *database) close() { _ = db.sql.Close() }

// transaction is a write transaction.
type transaction interface {
	schema.ExecQuerier
	Commit() error
	Rollback() error
}

// guard watches one connection.
type guard struct {
	// inFile: a statement of a file is running inside our transaction, which it must not end.
	inFile atomic.Bool
	// rolledBack: our transaction is over, though we did not end it, so what comes next would commit alone.
	rolledBack atomic.Bool

	xid       string     // PostgreSQL: the number of our transaction
	backend   int        // PostgreSQL: the server's process
	unwatched bool       // PostgreSQL: the server can't look whether we are still there
	running   sync.Mutex // held while a statement is cancelled, so that no other one is hit
	active    bool       // a statement of a file is running
}

// ident names a table, or a schema when it has no name.
type ident struct{ schema, name string }

// object is something in a database that Atlas's library does not model.
type object struct {
	Type   string `json:"type"`
	Name   string `json:"name"`
	Table  string `json:"table"`
	schema string
	text   string
}

// bareName is its name without the schema.
func (o object) bareName() string {
	if o.schema == "" {
		return o.Name
	}
	return strings.TrimPrefix(o.Name, o.schema+".")
}

// place is the object without its definition.
func (o object) place() object {
	o.text = ""
	return o
}

// statementHints is what the text of a statement tells beyond the schema change it makes.
type statementHints interface {
	// fixRename turns a drop and an add into the rename that the statement asked for.
	fixRename(statement string, changes schema.Changes) schema.Changes
}
