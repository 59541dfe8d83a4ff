CREATE TABLE account (
  id integer PRIMARY KEY AUTOINCREMENT,
  email text NOT NULL,
  state text NOT NULL DEFAULT 'trial',
  note text NOT NULL DEFAULT '',
  legacy integer,
  created datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT account_email_at CHECK (email LIKE '%@%')
);
CREATE UNIQUE INDEX account_email ON account (email);
CREATE TABLE invoice (
  id integer PRIMARY KEY AUTOINCREMENT,
  account_id integer NOT NULL,
  total numeric,
  issued datetime,
  paid boolean NOT NULL DEFAULT false,
  CONSTRAINT invoice_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE INDEX invoice_issued ON invoice (issued);
CREATE INDEX invoice_account_paid ON invoice (account_id, paid);
CREATE TABLE payment (
  id integer PRIMARY KEY,
  invoice_id integer REFERENCES invoice (id),
  amount numeric NOT NULL CHECK (amount > 0)
);
