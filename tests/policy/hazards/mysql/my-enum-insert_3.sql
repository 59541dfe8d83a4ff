-- expect: my-enum-insert
CREATE TABLE IF NOT EXISTS shop.tickets (id INT PRIMARY KEY, state ENUM('x','y') NOT NULL);
ALTER TABLE shop.tickets MODIFY COLUMN state ENUM('x','w','y','z') NOT NULL, ADD COLUMN n INT;
