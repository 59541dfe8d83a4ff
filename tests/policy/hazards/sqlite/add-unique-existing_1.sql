-- expect: add-unique-existing
CREATE UNIQUE INDEX users_email ON users (email);
