ALTER TABLE orders RENAME INDEX orders_i1 TO orders_customer;
