CREATE TABLE users (id bigint PRIMARY KEY);
-- next file
ALTER TABLE users ADD COLUMN plan text;
-- next file
ALTER TABLE users ADD COLUMN city text;
-- next file
ALTER TABLE orders ADD COLUMN note text;
