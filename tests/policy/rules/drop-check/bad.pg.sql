ALTER TABLE orders DROP CONSTRAINT orders_total_check;
ALTER TABLE orders DROP CONSTRAINT chk_state, ADD CONSTRAINT chk_state CHECK (true) NOT VALID;
ALTER TABLE orders DROP CONSTRAINT orders_discount_check;
ALTER TABLE orders ADD CONSTRAINT orders_discount_range CHECK (discount BETWEEN 0 AND 100) NOT VALID;
ALTER TABLE orders DROP CONSTRAINT orders_note_not_null;
