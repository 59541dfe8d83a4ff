-- expect: serial-or-identity-column
ALTER TABLE orders ADD COLUMN x text, ADD COLUMN n smallserial NOT NULL;
