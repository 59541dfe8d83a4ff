-- expect: set-access-method
ALTER TABLE orders ADD COLUMN x text, SET ACCESS METHOD heap2;
