CREATE TABLE invoice_notes (id bigint PRIMARY KEY, invoice_id bigint, note text);
