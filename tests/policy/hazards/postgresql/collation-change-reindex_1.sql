-- expect: collation-change-reindex
ALTER TABLE orders ALTER COLUMN note TYPE text COLLATE "C";
