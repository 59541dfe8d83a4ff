ALTER TABLE users DROP COLUMN nickname, DROP mail;
