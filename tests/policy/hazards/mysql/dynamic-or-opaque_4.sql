-- expect: dynamic-or-opaque
ALTER TABL orders ADD x INT;
