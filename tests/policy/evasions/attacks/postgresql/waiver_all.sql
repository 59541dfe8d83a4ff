-- schemawarden:allow * reason="ok"
DROP TABLE users;