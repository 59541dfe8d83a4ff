DROP INDEX users_by_email;
CREATE UNIQUE INDEX users_email_unique ON users (email);
