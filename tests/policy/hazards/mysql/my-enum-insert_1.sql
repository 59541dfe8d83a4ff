-- expect: my-enum-insert
CREATE TABLE IF NOT EXISTS tickets (id INT PRIMARY KEY, state ENUM('a','c'));
ALTER TABLE tickets MODIFY state ENUM('a','b','c');
