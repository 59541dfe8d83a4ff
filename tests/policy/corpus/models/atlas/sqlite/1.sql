CREATE TABLE account (
  id integer PRIMARY KEY AUTOINCREMENT,
  email text NOT NULL,
  state text NOT NULL DEFAULT 'trial',
  note text,
  legacy integer
);
CREATE TABLE invoice (
  id integer PRIMARY KEY AUTOINCREMENT,
  account_id integer NOT NULL,
  total numeric,
  issued datetime,
  CONSTRAINT invoice_account FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX invoice_issued ON invoice (issued);
