-- expect: my-add-pk
ALTER TABLE orders ADD PRIMARY KEY (id);
