DROP INDEX users_email;
DROP INDEX IF EXISTS audit.users_phone;
