-- schemawarden:allow drop-table  reason="carts moved to the  archive"
DROP TABLE carts;
-- atlas:nolint DS103,DS102 reason="nobody reads users.age"
ALTER TABLE users DROP COLUMN age;
