CREATE TABLE orders (
  user_id bigint REFERENCES users (id),
  shop bigint,
  number bigint,
  parent bigint UNIQUE REFERENCES orders (number),
  PRIMARY KEY (number, shop, user_id),
  FOREIGN KEY (shop, number) REFERENCES shelves (shop, number)
);
CREATE INDEX orders_user ON orders (user_id) WHERE user_id IS NOT NULL;
CREATE TEMP TABLE picked (user_id bigint, FOREIGN KEY (user_id) REFERENCES picked_users (id));
