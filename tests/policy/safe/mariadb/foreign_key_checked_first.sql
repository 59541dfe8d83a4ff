SET foreign_key_checks = 0;
ALTER TABLE orders ADD CONSTRAINT orders_store_fk FOREIGN KEY (store_id) REFERENCES stores (id), ALGORITHM=INPLACE, LOCK=NONE;
SET foreign_key_checks = 1;
