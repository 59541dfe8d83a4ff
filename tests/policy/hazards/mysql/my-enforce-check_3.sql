-- expect: my-enforce-check
ALTER TABLE orders ADD COLUMN x INT, ALTER CHECK c ENFORCED;
