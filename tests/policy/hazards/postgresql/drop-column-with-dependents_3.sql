-- expect: drop-column-with-dependents
ALTER TABLE orders ADD COLUMN twice integer GENERATED ALWAYS AS (total * 2) STORED;
ALTER TABLE orders DROP COLUMN total CASCADE;
