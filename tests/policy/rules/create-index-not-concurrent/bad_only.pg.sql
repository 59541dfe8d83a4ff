CREATE INDEX users_email ON ONLY users (email);
