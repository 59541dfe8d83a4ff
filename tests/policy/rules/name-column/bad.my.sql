ALTER TABLE users ADD COLUMN fullName text;
