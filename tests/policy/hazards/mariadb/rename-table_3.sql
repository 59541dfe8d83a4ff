-- expect: rename-table
ALTER TABLE orders RENAME AS purchases;
