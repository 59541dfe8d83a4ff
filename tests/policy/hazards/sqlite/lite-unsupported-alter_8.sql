-- expect: lite-unsupported-alter
ALTER TABLE orders DROP CONSTRAINT c;
