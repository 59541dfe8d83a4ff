ALTER TABLE users ALTER COLUMN email SET DATA TYPE text USING left(email, 1);
