DROP TABLE main.users;
