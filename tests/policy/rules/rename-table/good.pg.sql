ALTER TABLE users RENAME TO accounts;
CREATE VIEW public.users AS SELECT * FROM accounts;
