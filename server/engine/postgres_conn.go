package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"ariga.io/atlas/sql/schema"
	"github.com/lib/pq"
)

// oldest is the first version of the server that we know.
const oldest = 14_00_00

// States of SQLSTATE that mean something to us.
const (
	lockNotAvailable = "55P03"
	databaseMissing  = "3D000"
)

// lockWait is how long we wait for another apply to end, as Atlas's CLI does.
var lockWait = 10 * time.Second

// oneConnection never connects again: what was set and locked on a connection must not be lost unseen.
type oneConnection struct {
	driver.Connector
	once sync.Once
}

func (c *oneConnection) Connect(ctx context.Context) (conn driver.Conn, err error) {
	err = failf(codeConnectionLost, "the connection to the database was lost")
	c.once.Do(func() { conn, err = c.Connector.Connect(ctx) })
	return conn, err
}

// connect opens the one connection and leaves it ready for its use.
func (d *postgresDialect) connect(ctx context.Context, url string, a access) (*database, error) {
	cfg, err := parsePostgres(url)
	if err != nil {
		return nil, err
	}
	cfg.ApplicationName = "schemawarden"
	if d.runID != "" {
		cfg.ApplicationName += ":" + d.runID
	}
	c, err := pq.NewConnectorConfig(*cfg)
	if err != nil {
		return nil, connectFailure(err)
	}
	pool := sql.OpenDB(&oneConnection{Connector: c})
	pool.SetMaxOpenConns(1)
	db := &database{sql: pool, guard: &guard{}, access: a, url: url}
	if err := d.ready(ctx, db); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return db, nil
}

func (d *postgresDialect) ready(ctx context.Context, db *database) error {
	if err := db.sql.PingContext(ctx); err != nil {
		return connectFailure(err)
	}
	db.statement = d.cancellable(db)
	version, err := scanAll(ctx, db.sql, "SELECT pg_catalog.current_setting('server_version_num')::int", scanOne[int])
	if err != nil {
		return asFailure(err, codeConnectFailed)
	}
	if version[0] < oldest {
		return failf(codeConnectFailed, "the server is older than PostgreSQL %d", oldest/10_000)
	}
	if err := d.settle(ctx, db); err != nil {
		return asFailure(err, codeConnectFailed)
	}
	if db.access == readOnly {
		// One transaction for all that is read, so that it is one state; it ends with the connection.
		if _, err := db.sql.ExecContext(ctx, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); err != nil {
			return asFailure(err, codeConnectFailed)
		}
	}
	backend, err := scanAll(ctx, db.sql, "SELECT pg_catalog.pg_backend_pid()", scanOne[int])
	if err != nil {
		return asFailure(err, codeConnectFailed)
	}
	db.guard.backend = backend[0]
	if db.driver, err = d.driver(db.sql); err != nil {
		return asFailure(err, codeConnectFailed)
	}
	return nil
}

// connectFailure words a failure of connecting in our own words: the driver's repeat hosts, users and databases.
func connectFailure(err error) error {
	var server *pq.Error
	var unknown x509.UnknownAuthorityError
	var wrongHost x509.HostnameError
	var certificate *tls.CertificateVerificationError
	var file *fs.PathError
	switch {
	case errors.As(err, &server) && server.Code == databaseMissing:
		return failf(codeConnectFailed, "there is no such database on the server")
	case errors.As(err, &server):
		return failf(codeConnectFailed, "the server refused the connection (SQLSTATE %s)", server.Code)
	case errors.As(err, &unknown), errors.As(err, &wrongHost), errors.As(err, &certificate):
		return failf(codeConnectFailed, "the server's certificate is not one that we can trust for this host")
	case errors.As(err, &file):
		return failf(codeConnectFailed, "the file of sslrootcert can't be read")
	case errors.Is(err, pq.ErrSSLNotSupported):
		return failf(codeConnectFailed, "the server does not offer TLS")
	default:
		return failf(codeConnectFailed, "the server can't be reached")
	}
}

// settle sets what holds for the connection. In the scope of one schema only that one is looked into;
// otherwise names are found as a server finds them that nobody has configured. Backslashes mean nothing in plain strings,
// whatever the database's settings say: files were split that way.
func (d *postgresDialect) settle(ctx context.Context, db *database, first ...string) error {
	path := `"$user", public`
	if one := d.one(); one != "" {
		path = pq.QuoteIdentifier(one)
	}
	set := append(first, "SET search_path = "+path, "SET standard_conforming_strings = on")
	switch db.access {
	case readOnly:
		set = append(set, "SET default_transaction_read_only = on", "SET jit = off", fmt.Sprintf("SET statement_timeout = %d", d.statementTimeout))
	case scratchWrite:
		set = append(set, "SET default_transaction_read_only = off", "SET synchronous_commit = off", "SET jit = off")
	case readWrite:
		set = append(set, "SET default_transaction_read_only = off",
			fmt.Sprintf("SET lock_timeout = %d", d.lockTimeout), fmt.Sprintf("SET statement_timeout = %d", d.statementTimeout))
	}
	ctx = context.WithoutCancel(ctx)
	if _, err := db.sql.ExecContext(ctx, strings.Join(set, "; ")); err != nil {
		return err
	}
	return watchClient(ctx, db)
}

// watchClient lets the server notice that we are gone while a statement runs. Only some systems can.
func watchClient(ctx context.Context, db *database) error {
	if db.access != readWrite || db.guard.unwatched {
		return nil
	}
	_, err := db.sql.ExecContext(ctx, "SET client_connection_check_interval = 500")
	if sqlState(err) != "" {
		db.guard.unwatched = true
		return nil
	}
	return err
}

// lockKey is the number that Atlas makes of its lock's name.
func lockKey() int64 {
	h := fnv.New32()
	h.Write([]byte("atlas_migrate_execute"))
	return int64(h.Sum32())
}

// lock takes the lock that Atlas's CLI takes, on our own connection: it is held until the server has ended our last statement.
func (d *postgresDialect) lock(ctx context.Context, db *database) error {
	for wait, end := 25*time.Millisecond, time.Now().Add(lockWait); ; wait = min(2*wait, time.Second) {
		got, err := scanAll(ctx, db.sql, "SELECT pg_catalog.pg_try_advisory_lock($1)", scanOne[bool], lockKey())
		switch {
		case err != nil:
			return err
		case got[0]:
			return nil
		case time.Now().After(end):
			return failf(codeLockFailed, "another apply, by us or by Atlas's CLI, holds the lock of the database")
		}
		select {
		case <-ctx.Done():
			return failf(codeLockFailed, "the apply was stopped by a signal while it waited for the lock")
		case <-time.After(wait):
		}
	}
}

// whatFilesLeave is what a file may have left behind in the session. The advisory lock and an open transaction stay.
var whatFilesLeave = []string{
	"SET SESSION AUTHORIZATION DEFAULT", "RESET ROLE", "RESET ALL", "UNLISTEN *", "CLOSE ALL", "DISCARD TEMP", "DISCARD SEQUENCES",
}

// fresh makes the session ready for a file and proves that the lock of an apply is still ours.
func (d *postgresDialect) fresh(ctx context.Context, db *database) error {
	if err := d.settle(ctx, db, slices.Clone(whatFilesLeave)...); err != nil || db.access == scratchWrite {
		return err
	}
	held, err := scanAll(context.WithoutCancel(ctx), db.sql, `SELECT count(*) FROM pg_catalog.pg_locks
		WHERE locktype = 'advisory' AND pid = pg_catalog.pg_backend_pid() AND classid = 0 AND objid = $1 AND objsubid = 1 AND granted`,
		scanOne[int], lockKey())
	if err != nil {
		return err
	}
	if held[0] == 0 {
		return failf(codeLockFailed, "a file has released the lock of the apply")
	}
	return nil
}

// cancellable runs a file's statement so that the end of ctx stops it on the server. The connection lives on:
// the driver's own way would close it, and with it the bookkeeping.
func (d *postgresDialect) cancellable(db *database) func(context.Context, schema.ExecQuerier, string) (sql.Result, error) {
	return func(ctx context.Context, q schema.ExecQuerier, query string) (sql.Result, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		stop := context.AfterFunc(ctx, func() { d.cancelRunning(db) })
		res, err := func() (sql.Result, error) {
			db.guard.running.Lock()
			db.guard.active = true
			db.guard.running.Unlock()
			return q.ExecContext(context.WithoutCancel(ctx), query)
		}()
		// From here on a cancellation must not hit what comes next on the connection.
		db.guard.running.Lock()
		db.guard.active = false
		db.guard.running.Unlock()
		stop()
		if err != nil && ctx.Err() != nil && sqlState(err) == "57014" {
			return res, errors.Join(context.Canceled, err)
		}
		return res, err
	}
}

func (d *postgresDialect) cancelRunning(db *database) {
	db.guard.running.Lock()
	defer db.guard.running.Unlock()
	if !db.guard.active {
		return
	}
	ctx, end := context.WithTimeout(context.Background(), connectTimeout)
	defer end()
	other, err := d.connect(ctx, db.url, readOnly)
	if err != nil {
		return
	}
	defer other.close()
	_, _ = scanAll(ctx, other.sql, "SELECT pg_catalog.pg_cancel_backend($1)", scanOne[bool], db.guard.backend)
}

// isLost tells that the connection is gone, with whatever was under way on it.
func (*postgresDialect) isLost(err error) bool {
	var network net.Error
	return strings.HasPrefix(sqlState(err), "57P0") || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || errors.As(err, &network)
}

// sqlState is the server's code for an error, "" if it is not the server's.
func sqlState(err error) string {
	var e *pq.Error
	if errors.As(err, &e) {
		return string(e.Code)
	}
	return ""
}

// told words an error of a statement: message, SQLSTATE and the byte offset in the statement, -1 if none is known.
// Details and hints are left out: they hold values of rows.
func told(err error, statement string) (message, state string, offset int) {
	var e *pq.Error
	if !errors.As(err, &e) {
		return err.Error(), "", -1
	}
	at := 0
	if _, scanErr := fmt.Sscan(cmp.Or(e.Position, "0"), &at); scanErr != nil || at < 1 {
		return e.Message, string(e.Code), -1
	}
	for offset = range statement {
		if at--; at == 0 {
			return e.Message, string(e.Code), offset
		}
	}
	return e.Message, string(e.Code), -1
}

// comparing answers Atlas's question whether two defaults are equal with no when they can't be computed here.
type comparing struct{ schema.ExecQuerier }

func (c comparing) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := c.ExecQuerier.QueryContext(ctx, query, args...)
	if err != nil && sqlState(err) != "" && len(args) == 0 && strings.HasPrefix(query, "SELECT ") && strings.Contains(query, " = ") {
		return c.ExecQuerier.QueryContext(ctx, "SELECT false")
	}
	return rows, err
}
