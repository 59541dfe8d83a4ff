ALTER TABLE products ADD COLUMN attributes JSON;
ALTER TABLE products ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('english', coalesce(name, ''))) STORED;
CREATE INDEX idx_products_search ON products USING GIN (search);
ALTER TABLE products ADD COLUMN serial_no BIGSERIAL;
ALTER TABLE products ADD COLUMN public_id UUID NOT NULL DEFAULT gen_random_uuid();
