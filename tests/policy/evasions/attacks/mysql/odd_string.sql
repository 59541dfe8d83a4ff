SELECT _utf8'x'; DROP TABLE users;
