CREATE TABLE account (
  id integer PRIMARY KEY AUTOINCREMENT,
  email text NOT NULL,
  state text,
  note text,
  created datetime NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE invoice (
  id integer PRIMARY KEY AUTOINCREMENT,
  account_id integer,
  total real,
  issued datetime,
  paid boolean NOT NULL DEFAULT true,
  cents integer GENERATED ALWAYS AS (total * 100) STORED
);
CREATE UNIQUE INDEX invoice_account_issued ON invoice (account_id, issued);
