-- expect: unused-suppression
-- schemawarden:allow drop-table reason="later"
CREATE TABLE a (id INTEGER PRIMARY KEY);
