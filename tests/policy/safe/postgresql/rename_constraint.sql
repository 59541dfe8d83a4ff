ALTER TABLE orders RENAME CONSTRAINT orders_check TO orders_total_positive;
