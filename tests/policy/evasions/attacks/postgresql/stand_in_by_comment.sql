ALTER TABLE users RENAME TO accounts;
CREATE VIEW users AS SELECT 1 AS id -- AS SELECT * FROM accounts