RENAME TABLE users TO attic.users;
