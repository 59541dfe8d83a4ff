ALTER TABLE orders ADD INDEX orders_code (code), ALGORITHM=COPY;
