-- expect: lite-rename-dependents
CREATE VIEW v AS SELECT note FROM orders;
ALTER TABLE orders RENAME COLUMN note TO remark;
