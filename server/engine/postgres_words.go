package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/lib/pq"
)

// namesOnly are the classes of SQLSTATE whose messages quote names of the schema and nothing else: integrity, dependencies.
var namesOnly = []pq.ErrorClass{"23", "2B"}

// withoutValues keeps what the server said of a live database only if it can hold no value of a row. A cast quotes what it
// could not read, and code of a function says what it likes; the condition's name is told in their place.
func withoutValues(fail *failure, err error, statement string) *failure {
	var e *pq.Error
	if errors.As(err, &e) && fail.Message == e.Message && !quotesNamesOnly(e, statement) {
		fail.Message = e.Code.Name()
	}
	return fail
}

func quotesNamesOnly(e *pq.Error, statement string) bool {
	if e.Where != "" {
		return false
	}
	if slices.Contains(namesOnly, e.Code.Class()) {
		return true
	}
	// A value can have quotes in it: all from the first to the last must be known when a part is not.
	parts := strings.Split(e.Message, `"`)
	known := []string{e.Schema, e.Table, e.Column, e.Constraint, e.DataTypeName}
	for i := 1; i < len(parts); i += 2 {
		if !strings.Contains(statement, parts[i]) && !slices.Contains(known, parts[i]) {
			return false
		}
	}
	return len(parts)%2 == 1 && (len(parts) <= 3 || e.Code.Class() != "22")
}
