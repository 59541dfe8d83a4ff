-- expect: enum-set-value-removed
CREATE TABLE IF NOT EXISTS shop.tickets (id INT PRIMARY KEY, flags SET('a','b','c') NOT NULL);
ALTER TABLE shop.tickets ADD COLUMN x INT, MODIFY COLUMN flags SET('a','b') NOT NULL;
