CREATE TABLE visits (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id), before bigint REFERENCES visits (id));
CREATE TABLE pages (id bigint PRIMARY KEY, user_id bigint);
ALTER TABLE pages ADD FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE orders ADD COLUMN shop_id bigint REFERENCES shops (id);
