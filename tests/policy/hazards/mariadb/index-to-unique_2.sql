-- expect: index-to-unique
DROP INDEX email ON users;
CREATE UNIQUE INDEX email ON users (email);
