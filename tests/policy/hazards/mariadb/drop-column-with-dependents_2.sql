-- expect: drop-column-with-dependents
ALTER TABLE orders ADD COLUMN twice INT AS (total * 2) VIRTUAL;
ALTER TABLE orders DROP COLUMN total;
