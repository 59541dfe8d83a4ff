ALTER TABLE users ADD COLUMN display_name varchar(80);
ALTER TABLE users DROP COLUMN full_name;
