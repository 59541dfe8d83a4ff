-- expect: redefine-primary-key
ALTER TABLE orders DROP CONSTRAINT orders_pkey, ADD PRIMARY KEY (id, at);
