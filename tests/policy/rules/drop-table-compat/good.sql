ALTER TABLE orders RENAME TO deprecated_orders;
