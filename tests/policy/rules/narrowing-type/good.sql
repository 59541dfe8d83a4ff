ALTER TABLE users ADD COLUMN short_name text;
