-- expect: drop-not-null
CREATE TABLE IF NOT EXISTS shop.orders (id INT PRIMARY KEY, n INT NOT NULL);
ALTER TABLE shop.orders ADD COLUMN x INT, MODIFY COLUMN n INT;
