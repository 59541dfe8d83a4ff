SELECT "a; DROP TABLE x; \" "; DROP TABLE users;
