-- expect: add-unique-constraint
ALTER TABLE orders ADD COLUMN code text UNIQUE;
