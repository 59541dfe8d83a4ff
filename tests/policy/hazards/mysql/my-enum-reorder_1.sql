-- expect: my-enum-reorder
CREATE TABLE IF NOT EXISTS tickets (id INT PRIMARY KEY, state ENUM('a','b','c'));
ALTER TABLE tickets MODIFY state ENUM('b','a','c');
