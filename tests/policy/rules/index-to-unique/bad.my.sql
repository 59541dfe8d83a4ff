DROP INDEX users_email ON users;
CREATE UNIQUE INDEX users_email ON users (email);
ALTER TABLE users DROP INDEX users_phone, ADD UNIQUE INDEX users_phone (phone);
