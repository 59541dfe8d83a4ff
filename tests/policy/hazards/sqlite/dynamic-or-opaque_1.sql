-- expect: dynamic-or-opaque
ALTER TABL orders ADD COLUMN x TEXT;
