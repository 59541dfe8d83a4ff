-- expect: my-expression-default
ALTER TABLE orders ADD COLUMN token CHAR(36) DEFAULT (uuid());
