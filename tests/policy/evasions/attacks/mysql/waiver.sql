-- schemawarden:allow drop-table reason="x"
DROP TABLE users;