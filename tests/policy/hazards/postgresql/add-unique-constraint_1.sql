-- expect: add-unique-constraint
ALTER TABLE orders ADD CONSTRAINT u UNIQUE (code);
