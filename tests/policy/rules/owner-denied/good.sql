CREATE TABLE ledger_notes (entry_id integer, note text);
