CREATE TABLE information_schema.x (id INT);
