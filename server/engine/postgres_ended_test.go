package main

import "testing"

// TestPGAStatementThatFailsAndEndsTheTransactionLeavesNoRecord: PREPARE TRANSACTION does both where none can be prepared.
func TestPGAStatementThatFailsAndEndsTheTransactionLeavesNoRecord(t *testing.T) {
	d := newPG(t)
	ends := file("2_ends.sql", "CREATE TABLE c (id int);\nPREPARE TRANSACTION 'x';\nCREATE TABLE e (id int);\n")
	res := into[applyResult](t, applyPG(t, d, txFile, []textFile{goodFile, ends}, nil))
	if f := res.Failed; f == nil || f.Code != codeTransactionEnded || f.Statement != 1 || res.Partial != nil {
		t.Errorf("%+v %+v", res.Failed, res.Partial)
	}
	same(t, "history", d.history(t), []string{"1 2/2 "})
	same(t, "tables", d.tables(t), []string{"a", "b"})
}
