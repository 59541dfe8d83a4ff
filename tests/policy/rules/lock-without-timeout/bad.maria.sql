ALTER TABLE users ADD COLUMN nickname varchar(40);
ALTER TABLE orders ADD COLUMN note varchar(40);
