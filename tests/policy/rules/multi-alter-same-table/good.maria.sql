ALTER TABLE orders ADD INDEX orders_user (user_id), ADD INDEX orders_shop (shop_id);
ALTER TABLE orders ADD COLUMN note varchar(40);
