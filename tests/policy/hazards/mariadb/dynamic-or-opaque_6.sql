-- expect: dynamic-or-opaque
BEGIN NOT ATOMIC
  DELETE FROM orders;
END;
