CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint REFERENCES users (id),
  shop bigint,
  number bigint,
  FOREIGN KEY (shop, number) REFERENCES shelves (shop, number)
);
CREATE INDEX orders_shop ON orders (shop);
CREATE INDEX orders_open ON orders (user_id) WHERE shop > 0;
