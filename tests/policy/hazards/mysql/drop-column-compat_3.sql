-- expect: drop-column-compat
ALTER TABLE orders DROP a, DROP b;
