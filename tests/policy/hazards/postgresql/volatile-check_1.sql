-- expect: volatile-check
ALTER TABLE orders ADD CONSTRAINT c CHECK (at < clock_timestamp()) NOT VALID;
