package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteLimits hold on every connection. No database can be attached, which also
// closes VACUUM INTO (and plain VACUUM, which attaches a temporary file).
var sqliteLimits = map[int]int{
	sqlite3.SQLITE_LIMIT_ATTACHED:       0,
	sqlite3.SQLITE_LIMIT_LENGTH:         64 << 20,
	sqlite3.SQLITE_LIMIT_SQL_LENGTH:     16 << 20,
	sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH:  100,
	sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}

// fixedPragmas are ours to set: a statement of a file can read them only.
var fixedPragmas = map[string]bool{
	"data_store_directory": true,
	"hard_heap_limit":      true,
	"max_page_count":       true,
	"schema_version":       true,
	"soft_heap_limit":      true,
	"temp_store_directory": true,
	"trusted_schema":       true,
	"writable_schema":      true,
}

func (g *guard) authorize(action sqlite.AuthorizerActionCode, arg1, arg2, _, _ string) sqlite.AuthorizerReturnCode {
	denied := false
	switch action {
	case sqlite.AuthAttach, sqlite.AuthDetach:
		denied = true
	case sqlite.AuthTransaction:
		denied = g.inFile.Load()
	case sqlite.AuthPragma:
		denied = arg2 != "" && fixedPragmas[strings.ToLower(arg1)]
	case sqlite.AuthFunction:
		denied = strings.EqualFold(arg2, "load_extension")
	}
	if denied {
		return sqlite.AuthorizerDeny
	}
	return sqlite.AuthorizerOK
}

// sqliteConnector opens connections that are limited and watched from the first statement on.
type sqliteConnector struct {
	dsn   string
	guard *guard
}

func (c *sqliteConnector) Driver() driver.Driver { return nil }

func (c *sqliteConnector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := sqlite.NewConnector(c.dsn)
	if err != nil {
		return nil, err
	}
	conn, err := inner.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.protect(ctx, conn); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

func (c *sqliteConnector) protect(ctx context.Context, conn driver.Conn) error {
	a, ok1 := conn.(sqlite.AuthorizerRegisterer)
	h, ok2 := conn.(sqlite.HookRegisterer)
	if !ok1 || !ok2 {
		return errors.New("the SQLite driver can't be watched")
	}
	h.RegisterRollbackHook(func() { c.guard.rolledBack.Store(true) })
	if err := limit(ctx, conn); err != nil {
		return err
	}
	return a.RegisterAuthorizer(c.guard.authorize)
}

// limit lends the connection to a pool of its own, since sqlite.Limit takes a *sql.Conn only.
func limit(ctx context.Context, conn driver.Conn) error {
	pool := sql.OpenDB(lender{conn})
	defer pool.Close()
	c, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	for id, value := range sqliteLimits {
		if _, err := sqlite.Limit(c, id, value); err != nil {
			return err
		}
	}
	return nil
}

type lender struct{ conn driver.Conn }

func (l lender) Connect(context.Context) (driver.Conn, error) { return lent{l.conn}, nil }
func (l lender) Driver() driver.Driver                        { return nil }

// lent is a connection that survives its pool.
type lent struct{ driver.Conn }

func (lent) Close() error          { return nil }
func (l lent) Unwrap() driver.Conn { return l.Conn }
