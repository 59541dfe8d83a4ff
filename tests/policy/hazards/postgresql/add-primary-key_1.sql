-- expect: add-primary-key
ALTER TABLE orders ADD PRIMARY KEY (id);
