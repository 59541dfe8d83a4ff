-- expect: set-logged
ALTER TABLE orders SET UNLOGGED;
