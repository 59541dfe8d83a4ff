SELECT 'a\'; DROP TABLE users; -- ';
SELECT 'b\\'; DROP TABLE orders; -- ';
