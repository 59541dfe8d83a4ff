-- schemawarden:allow drop-table reason="moved to the archive"
CREATE TABLE carts (id integer PRIMARY KEY);
