CREATE TABLE usеrs (id);
DROP TABLE users;