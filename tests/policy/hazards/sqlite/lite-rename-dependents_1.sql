-- expect: lite-rename-dependents
CREATE VIEW v AS SELECT id FROM orders;
ALTER TABLE orders RENAME TO purchases;
