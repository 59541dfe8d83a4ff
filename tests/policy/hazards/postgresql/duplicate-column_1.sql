-- expect: duplicate-column
UPDATE orders SET total = 1, total = 2 WHERE id = 3;
