ALTER TABLE orders VALIDATE CONSTRAINT orders_store_fk;
