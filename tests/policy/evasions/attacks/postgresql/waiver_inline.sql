-- schemawarden:allow drop-table reason="ok"
DROP TABLE users;