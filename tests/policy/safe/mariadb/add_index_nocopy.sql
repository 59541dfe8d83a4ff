ALTER TABLE orders ADD INDEX orders_customer (customer_id), ALGORITHM=NOCOPY, LOCK=NONE;
