-- expect: pk-on-nullable
ALTER TABLE orders ADD PRIMARY KEY (id);
