ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE orders ADD COLUMN shop_id bigint NOT NULL REFERENCES shops (id);
