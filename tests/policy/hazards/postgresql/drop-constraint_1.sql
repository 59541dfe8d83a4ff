-- expect: drop-constraint
ALTER TABLE orders DROP CONSTRAINT something;
