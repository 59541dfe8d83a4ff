-- expect: my-enum-reorder
CREATE TABLE IF NOT EXISTS shop.tickets (id INT PRIMARY KEY, state ENUM('x','y') NOT NULL);
ALTER TABLE shop.tickets ADD COLUMN x INT, MODIFY COLUMN state ENUM('y','x') NOT NULL;
