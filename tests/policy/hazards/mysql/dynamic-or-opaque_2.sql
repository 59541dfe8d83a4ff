-- expect: dynamic-or-opaque
CALL archive_orders(7);
