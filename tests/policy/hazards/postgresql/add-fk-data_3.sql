-- expect: add-fk-data
ALTER TABLE orders ADD COLUMN x text, ADD CONSTRAINT f FOREIGN KEY (a, b) REFERENCES customers (a, b) ON DELETE CASCADE;
