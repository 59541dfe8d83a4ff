CREATE TABLE lines (id INTEGER PRIMARY KEY, qty INT NOT NULL, price INT, total INT GENERATED ALWAYS AS (qty * price) STORED, label TEXT AS (qty || 'x') VIRTUAL);
ALTER TABLE users ADD COLUMN lower_email text GENERATED ALWAYS AS (lower(email)) VIRTUAL;
