-- expect: dynamic-or-opaque
SET @s = 'DELETE FROM orders';
PREPARE p FROM @s;
