RENAME TABLE users TO accounts;
CREATE VIEW users AS SELECT `id`, `name` FROM accounts;
