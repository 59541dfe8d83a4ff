ALTER TABLE orders ADD COLUMN note VARCHAR(100), ADD INDEX orders_code (code);
