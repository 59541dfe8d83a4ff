-- expect: my-modify-pk
ALTER TABLE orders ADD COLUMN x INT, DROP PRIMARY KEY, ADD PRIMARY KEY (x, id);
