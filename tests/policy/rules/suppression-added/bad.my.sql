-- atlas:nolint DS102
CREATE TABLE sessions (id integer PRIMARY KEY);
-- schemawarden:allow drop-table reason="moved to the archive"
CREATE TABLE carts (id integer PRIMARY KEY);
