ALTER TABLE users ADD COLUMN nickname text;
-- next file
ALTER TABLE users ADD COLUMN plan text;
-- next file
ALTER TABLE users ADD COLUMN city text;
