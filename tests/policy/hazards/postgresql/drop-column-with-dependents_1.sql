-- expect: drop-column-with-dependents
CREATE VIEW noted AS SELECT id, note FROM orders;
ALTER TABLE orders DROP COLUMN note CASCADE;
