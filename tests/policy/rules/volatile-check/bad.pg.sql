ALTER TABLE orders ADD CONSTRAINT orders_stock CHECK (in_stock(item_id)) NOT VALID;
CREATE TABLE draws (id bigint PRIMARY KEY, seed float8 CHECK (seed < random()));
CREATE TABLE visits (at timestamptz, CONSTRAINT visits_past CHECK (at <= clock_timestamp()));
