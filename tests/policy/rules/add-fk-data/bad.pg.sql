ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE orders ADD COLUMN shop_id bigint NOT NULL DEFAULT 1 REFERENCES shops (id);
ALTER TABLE items ADD COLUMN box_id bigint;
UPDATE items SET box_id = old_box WHERE old_box > 0;
ALTER TABLE items ADD CONSTRAINT items_box FOREIGN KEY (box_id) REFERENCES boxes (id);
