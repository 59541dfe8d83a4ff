SELECT count(*) FROM orders LEFT JOIN customers ON customers.id = orders.customer_id
WHERE orders.customer_id IS NOT NULL AND customers.id IS NULL;
SET foreign_key_checks = 0;
ALTER TABLE orders ADD CONSTRAINT fk_orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id),
    ALGORITHM=INPLACE, LOCK=NONE;
SET foreign_key_checks = 1;
