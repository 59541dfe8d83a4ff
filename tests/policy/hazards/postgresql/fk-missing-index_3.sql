-- expect: fk-missing-index
CREATE TABLE lines (id bigint PRIMARY KEY, order_id bigint);
ALTER TABLE lines ADD CONSTRAINT f FOREIGN KEY (order_id) REFERENCES orders (id);
