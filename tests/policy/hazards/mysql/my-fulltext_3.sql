-- expect: my-fulltext
ALTER TABLE orders ADD COLUMN x TEXT, ADD FULLTEXT (x);
