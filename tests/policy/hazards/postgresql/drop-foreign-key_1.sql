-- expect: drop-foreign-key
CREATE TABLE a (id bigint);
ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey;
