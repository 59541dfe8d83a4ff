-- expect: my-modify-pk
ALTER TABLE orders DROP PRIMARY KEY, ADD PRIMARY KEY (id, at);
