CREATE UNIQUE INDEX users_email ON users (email);
ALTER TABLE users ADD CONSTRAINT users_phone UNIQUE (phone);
ALTER TABLE users ADD COLUMN code int NOT NULL UNIQUE;
