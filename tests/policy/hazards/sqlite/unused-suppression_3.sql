-- expect: unused-suppression
-- schemawarden:allow rename-table reason="later"
CREATE INDEX i ON orders (a);
