CREATE TABLE temp.users (id);
DROP TABLE Main.Users;