-- expect: add-fk-data
ALTER TABLE orders ADD COLUMN x INT, ADD FOREIGN KEY (customer_id) REFERENCES customers (id);
