ALTER TABLE orders ALTER INDEX orders_unused IGNORED;
