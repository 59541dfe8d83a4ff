-- expect: stored-generated-column
ALTER TABLE orders ADD COLUMN x text, ADD COLUMN gross numeric GENERATED ALWAYS AS (net * 2) STORED;
