-- expect: drop-foreign-key
ALTER TABLE orders DROP FOREIGN KEY a, DROP FOREIGN KEY b;
