DROP INDEX users_email;
CREATE TABLE people (id bigint, email text);
CREATE INDEX users_email ON people (email);
