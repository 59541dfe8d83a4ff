SET ROLE app_owner;
ALTER TABLE users ADD COLUMN nickname text;
