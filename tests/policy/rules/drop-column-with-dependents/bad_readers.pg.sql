CREATE VIEW people AS SELECT id, name FROM users;
CREATE VIEW sums AS SELECT count(*) FROM orders;
CREATE POLICY own ON users USING (mail = current_user);
ALTER TABLE users ADD COLUMN initial text GENERATED ALWAYS AS (left(name, 1)) STORED;
ALTER TABLE users DROP COLUMN mail;
ALTER TABLE users DROP COLUMN name;
