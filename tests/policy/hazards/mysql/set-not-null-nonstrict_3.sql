-- expect: set-not-null-nonstrict
SET @@SESSION.sql_mode = 'ALLOW_INVALID_DATES';
ALTER TABLE orders MODIFY COLUMN n INT NOT NULL DEFAULT 0;
