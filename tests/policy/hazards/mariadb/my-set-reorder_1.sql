-- expect: my-set-reorder
CREATE TABLE IF NOT EXISTS tickets (id INT PRIMARY KEY, flags SET('a','b','c'));
ALTER TABLE tickets MODIFY flags SET('b','a','c');
