-- expect: drop-cascade
DROP TABLE orders CASCADE;
