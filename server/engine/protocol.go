package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxRequest bounds what is read from stdin.
const maxRequest = 256 << 20

// maxText bounds how much of a failing statement an answer repeats.
const maxText = 500

// Codes of failures. They are part of the protocol.
const (
	codeBadRequest         = "bad_request"
	codeUnknownOp          = "unknown_op"
	codeUnsupportedDialect = "unsupported_dialect"
	codeConnectFailed      = "connect_failed"
	codeLoadFailed         = "load_failed"
	codeReplayFailed       = "replay_failed"
	codeHistoryMismatch    = "history_mismatch"
	codeHistoryFailed      = "history_failed"
	codePendingDiffers     = "pending_differs"
	codeDrift              = "drift"
	codeLockFailed         = "lock_failed"
	codeLockTimeout        = "lock_timeout"
	codeTransactionEnded   = "transaction_ended"
	codeConnectionLost     = "connection_lost"
	codeDevNotEmpty        = "dev_not_empty"
	codeStatementFailed    = "statement_failed"
	codeBadName            = "bad_name"
	codeDirectiveRefused   = "directive_refused"
	codeInternal           = "internal"
)

// request is the one JSON object on stdin. Which fields count depends on Op.
type request struct {
	Op      string   `json:"op"`
	Dialect string   `json:"dialect"`
	DevURLs []string `json:"dev_urls"` // empty databases that are ours, each for one scratch
	Schemas []string `json:"schemas"`  // the scope; none is the whole database

	Source  *source  `json:"source"`
	From    *source  `json:"from"`
	To      *source  `json:"to"`
	Exclude []string `json:"exclude"`
	Tables  []string `json:"tables"` // inspect and load: only these tables; empty means all

	Migrations []textFile `json:"migrations"`
	Pending    []string   `json:"pending"`

	Name    string `json:"name"`
	Version string `json:"version"`

	ExpectedPending     []string `json:"expected_pending"`
	Baseline            string   `json:"baseline"` // apply: the file whose schema is there already; it is recorded, not run
	ExpectSchemaVersion *int64   `json:"expect_schema_version"`
	TxMode              string   `json:"tx_mode"`
	LockTimeoutMS       int      `json:"lock_timeout_ms"`
	StatementTimeoutMS  int      `json:"statement_timeout_ms"`
	RunID               string   `json:"run_id"` // apply: names the session, where the database has names for sessions
}

// textFile is a file as data: the engine opens no file that a request names.
type textFile struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// source says where a schema comes from. Exactly one of URL, Files, Migrations and Empty is set.
type source struct {
	URL        string     `json:"url"`
	Files      []textFile `json:"files"`
	Format     string     `json:"format"`
	Migrations []textFile `json:"migrations"`
	Empty      bool       `json:"empty"`
}

func (s *source) check() error {
	if s == nil {
		return failf(codeBadRequest, "a source is missing")
	}
	set := 0
	for _, present := range []bool{s.URL != "", s.Files != nil, s.Migrations != nil, s.Empty} {
		if present {
			set++
		}
	}
	switch {
	case set != 1:
		return failf(codeBadRequest, "a source is exactly one of url, files, migrations and empty")
	case s.Files != nil && s.Format != "sql" && s.Format != "hcl":
		return failf(codeBadRequest, "the format of a source of files is sql or hcl")
	case s.Files == nil && s.Format != "":
		return failf(codeBadRequest, "format belongs to a source of files")
	}
	return nil
}

// failure is an error with a stable code. Statement and Position are -1 where they say nothing.
type failure struct {
	Code      string `json:"code"`
	Message   string `json:"message"`
	File      string `json:"file"`
	Statement int    `json:"statement"`
	Position  int    `json:"position"`
	Text      string `json:"text"`
	SQLState  string `json:"sqlstate,omitempty"`
}

func (f *failure) Error() string { return f.Code + ": " + f.Message }

func failf(code, format string, args ...any) *failure {
	return &failure{Code: code, Message: fmt.Sprintf(format, args...), Statement: -1, Position: -1}
}

// asFailure gives err as a failure, with the given code where it has none of its own.
func asFailure(err error, code string) *failure {
	if f := (*failure)(nil); errors.As(err, &f) {
		return f
	}
	message, state, _ := told(err, "")
	f := failf(code, "%s", message)
	f.SQLState = state
	return f
}

// shorten cuts a statement's text to what an answer may repeat, at a character's border.
func shorten(text string) string {
	if len(text) > maxText {
		text = text[:maxText]
	}
	return strings.ToValidUTF8(text, "")
}

// readRequest refuses unknown fields and anything after the object.
func readRequest(r io.Reader) (*request, error) {
	body, err := io.ReadAll(io.LimitReader(r, maxRequest+1))
	if err != nil || len(body) > maxRequest {
		return nil, failf(codeBadRequest, "the request can't be read or is larger than %d bytes", maxRequest)
	}
	if !utf8.Valid(body) {
		return nil, failf(codeBadRequest, "the request is not valid UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	var req request
	if err := d.Decode(&req); err != nil {
		return nil, failf(codeBadRequest, "%s", requestError(err))
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, failf(codeBadRequest, "there is more than one JSON object on stdin")
	}
	return &req, req.refuseNUL()
}

// refuseNUL: SQLite reads a text up to the first NUL, so the rest would be shown and not run.
func (r *request) refuseNUL() error {
	files := slices.Clone(r.Migrations)
	for _, s := range []*source{r.Source, r.From, r.To} {
		if s != nil {
			files = append(append(files, s.Files...), s.Migrations...)
		}
	}
	for _, f := range files {
		if at := strings.IndexByte(f.Text, 0); at >= 0 {
			fail := failf(codeBadRequest, "the file has a NUL byte")
			fail.File, fail.Position = f.Name, at
			return fail
		}
	}
	return nil
}

// requestError words a decoding error without repeating a value: values may be connection strings.
func requestError(err error) string {
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &typ):
		return fmt.Sprintf("field %q has the wrong type", typ.Field)
	case strings.HasPrefix(err.Error(), "json: unknown field"):
		return strings.TrimPrefix(err.Error(), "json: ")
	default:
		return "the request is not a JSON object"
	}
}

// answers writes JSON lines. A reader that went away must not stop the bookkeeping
// of an apply, so errors of event lines are dropped.
type answers struct {
	w    io.Writer
	hide *regexp.Regexp
}

type engineInfo struct {
	Version string `json:"version"`
	Atlas   string `json:"atlas"`
	SQLite  string `json:"sqlite"`
}

// event tells a point that an apply has reached.
type event struct {
	Point     string `json:"point"`
	File      string `json:"file"`
	Statement int    `json:"statement"`
}

func (a *answers) event(point, file string, statement int) {
	_ = a.line(map[string]any{"event": event{point, file, statement}})
}

func (a *answers) result(v any) error {
	return a.line(map[string]any{"engine": about(), "result": v})
}

func (a *answers) failure(f *failure) error {
	f.Message = a.clean(f.Message)
	return a.line(map[string]any{"engine": about(), "error": f})
}

// clean takes connection strings and their parts out of a message.
func (a *answers) clean(message string) string {
	if a.hide == nil {
		return message
	}
	return a.hide.ReplaceAllLiteralString(message, "the database")
}

func (a *answers) line(v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := a.w.Write(b.Bytes())
	return err
}
