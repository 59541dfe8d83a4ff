-- expect: suppression-added
-- schemawarden:allow drop-table reason="nobody uses it"
DROP TABLE orders;
