CREATE TABLE x.users (id int);
ALTER VIEW x.users SET SCHEMA y;
DROP TABLE x.users;
