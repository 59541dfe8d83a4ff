ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
ALTER TABLE orders ADD COLUMN shop_id bigint REFERENCES shops (id);
CREATE TABLE boxes (id bigint PRIMARY KEY, shop_id bigint);
ALTER TABLE boxes ADD CONSTRAINT boxes_shop FOREIGN KEY (shop_id) REFERENCES shops (id) NOT VALID;
