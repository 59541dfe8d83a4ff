CREATE TABLE a.users (id INT);
DROP TABLE b.users;