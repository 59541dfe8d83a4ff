-- expect: dynamic-or-opaque
EXECUTE IMMEDIATE 'DROP TABLE orders';
