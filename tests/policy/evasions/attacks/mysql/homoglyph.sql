CREATE TABLE usеrs (id INT);
DROP TABLE users;