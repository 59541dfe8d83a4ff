-- expect: unused-suppression
-- schemawarden:allow create-index-not-concurrent reason="small"
CREATE TABLE a (id bigint PRIMARY KEY);
CREATE INDEX i ON a (id);
