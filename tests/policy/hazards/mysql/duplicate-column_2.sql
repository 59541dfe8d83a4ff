-- expect: duplicate-column
CREATE INDEX i ON orders (customer_id, customer_id);
