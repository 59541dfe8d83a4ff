ALTER TABLE audit.users RENAME TO accounts;
CREATE VIEW users AS SELECT 1 AS one;
