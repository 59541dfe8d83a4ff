ALTER TABLE users ADD COLUMN email text;
ALTER TABLE users RENAME TO u_old;
ALTER TABLE accounts RENAME TO users;
ALTER TABLE users DROP COLUMN email;
