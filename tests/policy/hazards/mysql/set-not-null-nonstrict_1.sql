-- expect: set-not-null-nonstrict
SET SESSION sql_mode = '';
ALTER TABLE orders MODIFY note VARCHAR(100) NOT NULL;
