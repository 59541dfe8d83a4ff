ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0 AND lower(state) IN ('open', 'paid')) NOT VALID;
CREATE TABLE places (id bigint PRIMARY KEY, at point, name text CHECK (char_length(name) BETWEEN 1 AND 80));
