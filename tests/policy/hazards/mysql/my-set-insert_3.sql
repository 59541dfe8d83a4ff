-- expect: my-set-insert
CREATE TABLE IF NOT EXISTS shop.tickets (id INT PRIMARY KEY, flags SET('x','y') NOT NULL);
ALTER TABLE shop.tickets MODIFY COLUMN flags SET('x','w','y') NOT NULL, ADD COLUMN n INT;
