-- expect: dynamic-or-opaque
PREPARE p AS DELETE FROM orders;
EXECUTE p;
