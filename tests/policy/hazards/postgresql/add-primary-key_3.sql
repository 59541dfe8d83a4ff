-- expect: add-primary-key
ALTER TABLE orders ADD COLUMN id bigserial PRIMARY KEY;
