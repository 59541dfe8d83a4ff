CREATE TABLE invoices (id integer PRIMARY KEY, total integer NOT NULL DEFAULT 0);
