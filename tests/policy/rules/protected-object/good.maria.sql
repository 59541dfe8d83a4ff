CREATE TABLE invoice_notes (id integer PRIMARY KEY, invoice_id integer, note text);
