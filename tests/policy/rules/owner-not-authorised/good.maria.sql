CREATE TABLE note (id integer PRIMARY KEY, invoice_id integer);
