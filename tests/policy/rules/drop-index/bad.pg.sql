DROP INDEX users_email;
DROP INDEX CONCURRENTLY audit.users_phone;
DROP INDEX users_plan;
CREATE INDEX users_plan ON users (email);
