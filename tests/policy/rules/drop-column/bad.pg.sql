ALTER TABLE audit.users DROP COLUMN "Nickname", DROP COLUMN mail;
