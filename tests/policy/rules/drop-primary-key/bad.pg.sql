ALTER TABLE orders DROP CONSTRAINT orders_pkey;
ALTER TABLE lines DROP CONSTRAINT lines_pkey, ADD PRIMARY KEY (order_id, line);
