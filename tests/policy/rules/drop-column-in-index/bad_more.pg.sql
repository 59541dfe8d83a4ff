CREATE UNIQUE INDEX users_mail ON users (lower(mail));
ALTER TABLE users DROP COLUMN mail;
DROP INDEX users_city_zip;
ALTER TABLE users DROP COLUMN zip;
