-- expect: drop-foreign-key
ALTER TABLE orders DROP FOREIGN KEY orders_customer_fk;
