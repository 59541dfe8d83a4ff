-- schemawarden:allow suppression-added reason="ok"
-- schemawarden:allow drop-table reason="ok"
DROP TABLE users;