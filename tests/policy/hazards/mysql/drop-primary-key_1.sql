-- expect: drop-primary-key
ALTER TABLE orders DROP PRIMARY KEY;
