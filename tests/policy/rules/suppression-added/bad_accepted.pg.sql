-- schemawarden:allow drop-table reason="carts moved to the archive"
DROP TABLE carts;
-- schemawarden:allow drop-table
DROP TABLE orders;
-- schemawarden:allow drop-table reason="somebody said so"
DROP TABLE users;
