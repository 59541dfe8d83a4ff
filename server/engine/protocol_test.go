package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestRequestsOutsideTheProtocolAreRefused(t *testing.T) {
	for body, code := range map[string]string{
		``:          codeBadRequest,
		`[]`:        codeBadRequest,
		`{"op":"x"`: codeBadRequest,
		`{"op":"hash","dialect":"sqlite","extra":1}`:                                                    codeBadRequest,
		`{"op":"hash","dialect":"sqlite"} {}`:                                                           codeBadRequest,
		`{"op":"hash","dialect":"sqlite","name":5}`:                                                     codeBadRequest,
		"{\"op\":\"hash\",\"dialect\":\"sqlite\",\"name\":\"\xff\"}":                                    codeBadRequest,
		`{"op":"hash","dialect":"sqlite","migrations":[{"name":"1.sql","text":"SELECT 1;\u0000DROP"}]}`: codeBadRequest,
		`{"op":"clean","dialect":"sqlite"}`:                                                             codeUnknownOp,
		`{"op":"hash","dialect":"oracle"}`:                                                              codeUnsupportedDialect,
		`{"op":"hash","dialect":"sqlite","dev_urls":["sqlite://x"]}`:                                    codeBadRequest,
		`{"op":"hash","dialect":"sqlite","schemas":["public"]}`:                                         codeBadRequest,
		`{"op":"load","dialect":"sqlite"}`:                                                              codeBadRequest,
		`{"op":"load","dialect":"sqlite","source":{}}`:                                                  codeBadRequest,
		`{"op":"load","dialect":"sqlite","source":{"empty":true,"migrations":[]}}`:                      codeBadRequest,
		`{"op":"load","dialect":"sqlite","source":{"files":[],"format":"toml"}}`:                        codeBadRequest,
		`{"op":"load","dialect":"sqlite","source":{"url":"sqlite:///x.db"}}`:                            codeBadRequest,
		`{"op":"inspect","dialect":"sqlite","source":{"empty":true}}`:                                   codeBadRequest,
		`{"op":"hash","dialect":"sqlite","migrations":[{"name":"../a.sql","text":""}]}`:                 codeBadName,
		`{"op":"hash","dialect":"sqlite","migrations":[{"name":"a\nb.sql","text":""}]}`:                 codeBadName,
		`{"op":"hash","dialect":"sqlite","migrations":[{"name":"atlas.sum","text":""}]}`:                codeBadName,
		`{"op":"analyze","dialect":"sqlite","migrations":[],"pending":["1.sql"]}`:                       codeBadRequest,
		`{"op":"apply","dialect":"sqlite","source":{"url":"sqlite:///x.db"},"tx_mode":"sometimes"}`:     codeBadRequest,
	} {
		refused(t, send(t, body), code)
	}
}

func TestConnectionStringsAreNeverRepeated(t *testing.T) {
	const canary = "S3c%zzret"
	for _, url := range []string{
		"sqlite://" + canary, "sqlite:///" + canary + "%", "postgres://u:" + canary + "@h/db", canary,
		"sqlite:///tmp/" + "S3cret?_pragma=" + canary, "sqlite:///tmp/S3cret/none.db", "sqlite://u:S3cret@/tmp/x",
		"sqlite:///tmp/S3cret.db?mode=memory", "sqlite:///tmp/S3cret.db?vfs=x",
	} {
		for _, op := range []string{"inspect", "status"} {
			f := refused(t, ask(t, op, fields{"source": fields{"url": url}}), codeConnectFailed)
			if strings.Contains(f.Message, "S3c") || strings.Contains(f.Message, "/tmp") {
				t.Errorf("%s repeats the URL: %s", op, f.Message)
			}
		}
	}
	path := newDB(t)
	if err := os.WriteFile(path, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	r := ask(t, "inspect", fields{"source": at(path)})
	refused(t, r, codeConnectFailed)
	if strings.Contains(r.raw, "secret-name") {
		t.Error(r.raw)
	}
	a := &answers{hide: hidden(sqliteDialect{}, &request{Source: &source{URL: "sqlite://" + path + "?mode=ro"}})}
	if got := a.clean("can't open " + path + " (sqlite://" + path + "?mode=ro)"); got != "can't open the database (the database)" {
		t.Error(got)
	}
}

func TestAMissingDatabaseIsNotCreated(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.db")
	for _, op := range []string{"inspect", "status", "apply"} {
		refused(t, ask(t, op, fields{"source": at(path), "tx_mode": txModeFor(op)}), codeConnectFailed)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the file was created")
	}
}

func txModeFor(op string) string {
	if op == "apply" {
		return txFile
	}
	return ""
}

func TestTheProcessKeepsItsChannelsApart(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "engine")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	load := `{"op":"load","dialect":"sqlite","source":{"format":"hcl","files":[{"name":"a.hcl","text":` +
		`"schema \"main\" {}\ntable \"t\" {\n schema = schema.main\n column \"id\" {\n type = int\n default = print(41)\n }\n}"}]}}`

	answer, err := os.CreateTemp(t.TempDir(), "answer")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(bin)
	cmd.Stdin, cmd.ExtraFiles = strings.NewReader(load), []*os.File{answer}
	out, err := cmd.Output()
	if err != nil || len(out) != 0 {
		t.Fatalf("%v, stdout %q", err, out)
	}
	body, _ := os.ReadFile(answer.Name())
	if r := decode(t, string(body)); r.err != nil {
		t.Error(r.raw)
	}
	for _, args := range [][]string{{}, {"--version"}} {
		cmd := exec.Command(bin, args...)
		cmd.Stdin = strings.NewReader(load)
		if len(args) > 0 {
			cmd.ExtraFiles = []*os.File{answer}
		}
		out, err := cmd.Output()
		exit, ok := err.(*exec.ExitError)
		if !ok || exit.ExitCode() != 2 || len(out) != 0 || len(exit.Stderr) == 0 {
			t.Errorf("%q: %v, stdout %q", args, err, out)
		}
	}
}

func TestAReaderThatWentAwayDoesNotStopAnApply(t *testing.T) {
	path := newDB(t)
	m := []textFile{file("1_a.sql", usersSQL)}
	body := `{"op":"apply","dialect":"sqlite","source":{"url":"sqlite://` + path + `"},"tx_mode":"file",` +
		`"migrations":[{"name":"1_a.sql","text":"CREATE TABLE users (id int);"}],"expected_pending":["1_a.sql"]}`
	if err := serve(strings.NewReader(body), brokenPipe{}); err == nil {
		t.Error("the answer could be written")
	}
	if got := column(t, path, "SELECT version FROM atlas_schema_revisions"); !slices.Equal(got, []string{"1"}) {
		t.Error(got, names(m))
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestAPanicIsAnAnswer(t *testing.T) {
	operations["panic"] = nil // calling it panics
	defer delete(operations, "panic")
	refused(t, send(t, `{"op":"panic","dialect":"sqlite"}`), codeInternal)
}
