-- expect: my-add-fk
ALTER TABLE orders ADD COLUMN c INT, ADD FOREIGN KEY (c) REFERENCES customers (id) ON UPDATE CASCADE;
