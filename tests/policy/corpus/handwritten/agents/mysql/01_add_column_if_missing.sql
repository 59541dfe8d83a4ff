-- Add a column only when it does not exist (MySQL has no IF NOT EXISTS for columns)
SET @exist := (SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'orders' AND column_name = 'coupon');
SET @sqlstmt := IF(@exist = 0, 'ALTER TABLE orders ADD COLUMN coupon VARCHAR(40) NULL', 'SELECT 1');
PREPARE stmt FROM @sqlstmt;
EXECUTE stmt;
DEALLOCATE PREPARE stmt;
