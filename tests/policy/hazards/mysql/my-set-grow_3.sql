-- expect: my-set-grow
CREATE TABLE IF NOT EXISTS shop.tickets (id INT PRIMARY KEY, flags SET('1','2','3','4','5','6','7','8') NOT NULL);
ALTER TABLE shop.tickets ADD COLUMN x INT, MODIFY COLUMN flags SET('1','2','3','4','5','6','7','8','9') NOT NULL;
