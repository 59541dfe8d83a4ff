CREATE TABLE spare (id INT);
RENAME TABLE spare TO x;
RENAME TABLE users TO spare;
DROP TABLE spare;