-- Turn the checks off so that we can clean up
SET FOREIGN_KEY_CHECKS = 0;
TRUNCATE TABLE cart_items;
DROP TABLE IF EXISTS carts_backup;
DELETE FROM coupons;
UPDATE users SET newsletter = 0;
SET FOREIGN_KEY_CHECKS = 1;
