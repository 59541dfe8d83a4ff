ALTER TABLE orders ADD INDEX orders_code (code), LOCK=NONE;
