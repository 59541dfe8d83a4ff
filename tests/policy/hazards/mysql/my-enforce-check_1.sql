-- expect: my-enforce-check
ALTER TABLE orders ALTER CHECK c ENFORCED;
