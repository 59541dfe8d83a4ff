package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/lib/pq"
)

func TestPGOnlyAFewParametersOfAURLAreTaken(t *testing.T) {
	const start = "postgres://u:S3cret@db.example.com:6000/name"
	for _, more := range []string{
		"?options=-c%20x", "?role=x", "?sslkey=/k", "?sslcert=/c", "?passfile=/p", "?service=s", "?search_path=public", "?application_name=x", "?user=x", "?password=x", "?dbname=x",
		"?hostaddr=127.0.0.1", "?target_session_attrs=any", "?krbsrvname=x", "?sslinline=true", "?statement_timeout=1", "?database=x", "?sslnegotiation=direct",
		"?sslmode=disable", "?sslmode=allow", "?sslmode=prefer", "?sslmode=require", "?sslmode=verify-ca", "?sslmode=pqgo-x", "?sslmode=", "?sslmode=verify-full&sslmode=disable",
		"?sslrootcert=relative.crt", "?sslrootcert=system", "?host=/socket", "?host=other", "?port=0", "?port=x", "?port=99999", "?connect_timeout=0", "?connect_timeout=x",
		"?%zz", "#x", "?host=@abstract", "?a;b",
	} {
		if _, err := parsePostgres(start + more); err == nil || strings.Contains(err.Error(), "S3cret") || strings.Contains(err.Error(), "example") {
			t.Errorf("%s: %v", more, err)
		}
	}
	for _, url := range []string{
		"postgres://u:p@/name", "postgres://u:p@h.example.com/", "postgres://h.example.com/name", "mysql://u:p@h/name", "postgres:u@h/name", "postgres://u:p@h1,h2/name",
		"postgres://u:p@h1:1,h2:2/name", "postgres://u:%zz@h/name", "postgres://u:p@/name?host=relative", "postgres://u:p@/name?host=/a,/b", "postgres://u:p%00@h/name", "", "S3cret",
	} {
		if _, err := parsePostgres(url); err == nil {
			t.Errorf("%s was taken", url)
		}
	}
}

func TestPGADistantServerMustProveWhoItIs(t *testing.T) {
	for url, want := range map[string]pq.Config{
		"postgresql://u:p@h.example.com/n":                        {Host: "h.example.com", SSLMode: "verify-full", SSLRootCert: "system"},
		"postgres://u:p@10.0.0.1/n?sslmode=verify-full":           {Host: "10.0.0.1", SSLMode: "verify-full", SSLRootCert: "system"},
		"postgres://u:p@h.example.com/n?sslrootcert=/etc/ca.pem":  {Host: "h.example.com", SSLMode: "verify-full", SSLRootCert: "/etc/ca.pem"},
		"postgres://u:p@localhost/n":                              {Host: "localhost", SSLMode: "prefer"},
		"postgres://u:p@127.0.0.1/n?sslmode=disable":              {Host: "127.0.0.1", SSLMode: "disable"},
		"postgres://u:p@[::1]:5433/n?sslmode=require":             {Host: "::1", SSLMode: "require"},
		"postgres://u:p@/n?host=/run/pg&port=5433&sslmode=prefer": {Host: "/run/pg", SSLMode: "disable"},
	} {
		got, err := parsePostgres(url)
		if err != nil {
			t.Errorf("%s: %v", url, err)
			continue
		}
		if got.Host != want.Host || got.SSLMode != want.SSLMode || got.SSLRootCert != want.SSLRootCert || got.ConnectTimeout != 10*time.Second || got.Database != "n" {
			t.Errorf("%s: %+v", url, got)
		}
	}
}

func TestPGNeitherEnvironmentNorHomeIsLookedInto(t *testing.T) {
	d := newPG(t)
	home := t.TempDir()
	for name, text := range map[string]string{".pgpass": "*:*:*:*:canary", ".pg_service.conf": "[x]\nhost=canary", ".postgresql/postgresql.crt": "canary", ".postgresql/root.crt": "canary"} {
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("HOME", home)
	for name, value := range map[string]string{"PGHOST": "canary", "PGUSER": "canary", "PGDATABASE": "canary", "PGSERVICE": "x", "PGOPTIONS": "-c work_mem=64kB", "PGPASSFILE": home + "/.pgpass",
		"PGSSLMODE": "verify-full", "PGAPPNAME": "canary", "PGSSLCERT": "/canary", "PGTZ": "Asia/Tokyo"} {
		t.Setenv(name, value)
	}
	db, err := newPostgres(&request{}).open(t.Context(), d.url(), readOnly)
	if err != nil {
		t.Fatal(err)
	}
	defer db.close()
	got, err := scanStrings(t.Context(), db.sql, "SELECT concat_ws('|', current_user, current_database(), current_setting('application_name'), current_setting('work_mem') <> '64kB', current_setting('timezone') <> 'Asia/Tokyo')")
	if err != nil || got[0] != "app|"+d.name+"|schemawarden|t|t" {
		t.Error(got, err)
	}
}

func TestPGNoMessageRepeatsTheURL(t *testing.T) {
	d := newPG(t)
	for _, url := range []string{
		"postgres://S3cretuser:S3cretpw@S3crethost.invalid/S3cretdb", "postgres://S3cretuser:S3c%zzret@h/S3cretdb", "postgres://u:S3cret%@h/d?sslmode=S3cret", "postgres://S3cretuser:S3cretpw@127.0.0.1:1/S3cretdb",
		"postgres://S3cretuser:S3cretpw@/S3cretdb?host=/nowhere/S3cret", "postgres://S3cretuser:S3cretpw@/S3cretdb?host=" + d.c.dir, "postgres://app:S3cretpw@/S3cretdb?host=" + d.c.dir,
		"postgres://u:S3cret@127.0.0.1:S3cret/d", "postgres://u:p@h/S3cret?S3cret=S3cret", "S3cret", "postgres://S3cret",
	} {
		for _, op := range []string{"inspect", "status", "apply", "load"} {
			more := fields{"source": fields{"url": url}, "tx_mode": txModeFor(op)}
			if op == "load" {
				more = fields{"source": pgFiles("SELECT 1;"), "dev_urls": []string{url}}
			}
			f := refused(t, askPG(t, op, more), codeConnectFailed)
			if strings.Contains(f.Message, "S3c") || strings.Contains(f.Message, "swpg") || strings.Contains(f.Message, "nowhere") {
				t.Errorf("%s %s repeats the URL: %s", op, url, f.Message)
			}
		}
	}
	// Later messages of the server don't either.
	f := refused(t, askPG(t, "load", fields{"source": pgFiles("DO $$ BEGIN RAISE EXCEPTION '% %', current_database(), current_user; END $$;"), "dev_urls": []string{d.url()}}), codeLoadFailed)
	if f.Message != "the database the database" {
		t.Error(f.Message)
	}
	// A short name in a URL does not tear other words apart.
	f = refused(t, askPG(t, "load", fields{"source": pgFiles("SELECT application;")}), codeLoadFailed)
	if f.Message != `column "application" does not exist` {
		t.Error(f.Message)
	}
}
