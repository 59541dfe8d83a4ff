-- expect: constrained-domain-column
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
ALTER TABLE orders ADD COLUMN n positive;
