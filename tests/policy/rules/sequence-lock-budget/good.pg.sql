ALTER TABLE users ADD COLUMN nickname text, ADD COLUMN plan text;
