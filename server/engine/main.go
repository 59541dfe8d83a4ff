// Command schemawarden-engine holds Atlas's library for schemawarden.
//
// One process serves one request: a JSON object on stdin, JSON lines on file descriptor 3.
// It has no arguments, no configuration, no environment and nothing on stdout. See README.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	sqlite3 "modernc.org/sqlite/lib"
)

const (
	engineVersion = "0.1.0"
	atlasVersion  = "v1.2.3"
	answerFD      = 3
)

func about() engineInfo {
	return engineInfo{engineVersion, atlasVersion, sqlite3.SQLITE_VERSION}
}

func main() {
	if len(os.Args) > 1 {
		refuse("this program takes no arguments; see README.md for the protocol")
	}
	out, err := answerFile()
	if err != nil {
		refuse(err.Error())
	}
	signal.Ignore(syscall.SIGPIPE)
	// The library's HCL function print() writes to stdout: send that nowhere.
	if os.Stdout, err = os.OpenFile(os.DevNull, os.O_WRONLY, 0); err != nil {
		refuse("the null device can't be opened")
	}
	if err := serve(os.Stdin, out); err != nil {
		refuse("the answer can't be written")
	}
}

func refuse(message string) {
	fmt.Fprintln(os.Stderr, "schemawarden-engine:", message)
	os.Exit(2)
}

// answerFile checks that descriptor 3 is a channel our parent gave us and not
// one that the Go runtime opened for itself.
func answerFile() (*os.File, error) {
	var st syscall.Stat_t
	err := syscall.Fstat(answerFD, &st)
	kinds := []uint32{syscall.S_IFIFO, syscall.S_IFREG, syscall.S_IFSOCK, syscall.S_IFCHR}
	if err != nil || !slices.Contains(kinds, uint32(st.Mode)&syscall.S_IFMT) {
		return nil, errors.New("file descriptor 3 is not open for the answer")
	}
	if _, err := syscall.Write(answerFD, nil); err != nil && !errors.Is(err, syscall.EPIPE) {
		return nil, errors.New("file descriptor 3 can't be written")
	}
	return os.NewFile(answerFD, "answer"), nil
}

// session is one request being answered.
type session struct {
	req   *request
	out   *answers
	d     dialect
	inUse []*database // closed when the request is answered
}

// use keeps a database open until the request is answered.
func (s *session) use(db *database, err error) (*database, error) {
	if err == nil {
		s.inUse = append(s.inUse, db)
	}
	return db, err
}

func (s *session) close() {
	for _, db := range s.inUse {
		db.close()
	}
}

// operations is the closed list of what the engine does.
var operations = map[string]func(*session, context.Context) (any, error){
	"inspect": (*session).inspect,
	"load":    (*session).load,
	"diff":    (*session).diff,
	"plan":    (*session).plan,
	"analyze": (*session).analyze,
	"hash":    (*session).hash,
	"status":  (*session).status,
	"apply":   (*session).apply,
}

// serve answers one request. Its error means that no answer could be written.
func serve(in io.Reader, w io.Writer) error {
	out := &answers{w: w}
	result, err := answer(in, out)
	if err != nil {
		return out.failure(asFailure(err, codeInternal))
	}
	return out.result(result)
}

func answer(in io.Reader, out *answers) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(os.Stderr, "schemawarden-engine: panic\n%s", debug.Stack())
			result, err = nil, failf(codeInternal, "the engine stopped: %v", p)
		}
	}()
	req, err := readRequest(in)
	if err != nil {
		return nil, err
	}
	run, ok := operations[req.Op]
	if !ok {
		return nil, failf(codeUnknownOp, "there is no such operation")
	}
	newDialect, ok := dialects[req.Dialect]
	if !ok {
		return nil, failf(codeUnsupportedDialect, "this dialect is not supported")
	}
	d := newDialect(req)
	out.hide = hidden(d, req)
	if err := d.checkRequest(req); err != nil {
		return nil, err
	}
	s := &session{req: req, out: out, d: d}
	defer s.close()
	return run(s, context.Background())
}

// hidden finds every connection string of the request, and the parts of it that drivers repeat.
// A part that is one word is hidden as a word: "app" in a URL does not tear "application" apart.
func hidden(d dialect, req *request) *regexp.Regexp {
	urls := slices.Clone(req.DevURLs)
	for _, s := range []*source{req.Source, req.From, req.To} {
		if s != nil {
			urls = append(urls, s.URL)
		}
	}
	var secrets []string
	for _, u := range urls {
		if u != "" {
			secrets = append(secrets, u)
			secrets = append(secrets, d.secrets(u)...)
		}
	}
	if len(secrets) == 0 {
		return nil
	}
	// Longest first: a part must not break the whole that contains it.
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	for i, s := range secrets {
		secrets[i] = regexp.QuoteMeta(s)
		if !strings.ContainsFunc(s, func(r rune) bool { return r > 127 || !wordByte(byte(r)) || r == '$' }) {
			secrets[i] = `\b` + secrets[i] + `\b`
		}
	}
	return regexp.MustCompile(strings.Join(secrets, "|"))
}
