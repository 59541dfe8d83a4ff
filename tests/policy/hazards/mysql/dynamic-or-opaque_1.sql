-- expect: dynamic-or-opaque
PREPARE p FROM 'DROP TABLE orders';
EXECUTE p;
