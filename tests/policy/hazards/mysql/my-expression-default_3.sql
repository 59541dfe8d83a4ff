-- expect: my-expression-default
ALTER TABLE orders ADD COLUMN x INT, ADD COLUMN token VARCHAR(36) DEFAULT (concat(uuid(), 'a'));
