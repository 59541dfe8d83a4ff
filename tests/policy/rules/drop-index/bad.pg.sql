DROP INDEX users_email;
DROP INDEX CONCURRENTLY audit.users_phone;
