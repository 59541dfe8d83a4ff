RENAME TABLE users TO trash.users;
