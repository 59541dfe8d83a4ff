ALTER TABLE users RENAME TO accounts;
CREATE VIEW users AS SELECT 1 AS id WHERE 'a' = ' AS SELECT * FROM accounts';