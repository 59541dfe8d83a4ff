ALTER TABLE audit.users DROP COLUMN "Nickname";
