-- expect: set-logged
ALTER TABLE orders ADD COLUMN x text, SET UNLOGGED;
