-- expect: my-set-insert
CREATE TABLE IF NOT EXISTS tickets (id INT PRIMARY KEY, flags SET('a','c'));
ALTER TABLE tickets MODIFY flags SET('a','b','c');
