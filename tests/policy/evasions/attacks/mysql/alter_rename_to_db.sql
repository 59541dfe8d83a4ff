ALTER TABLE users RENAME TO trash.users;
