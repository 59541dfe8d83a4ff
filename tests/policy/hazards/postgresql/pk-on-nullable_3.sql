-- expect: pk-on-nullable
ALTER TABLE orders ADD COLUMN x text, ADD CONSTRAINT p PRIMARY KEY (a, b);
