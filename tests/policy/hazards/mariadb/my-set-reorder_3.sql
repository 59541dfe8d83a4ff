-- expect: my-set-reorder
CREATE TABLE IF NOT EXISTS shop.tickets (id INT PRIMARY KEY, flags SET('x','y') NOT NULL);
ALTER TABLE shop.tickets ADD COLUMN x INT, MODIFY COLUMN flags SET('y','x') NOT NULL;
