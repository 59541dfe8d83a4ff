CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);
ALTER TABLE users ADD CONSTRAINT users_phone_key UNIQUE (phone);
ALTER TABLE users ADD COLUMN code int DEFAULT 0 UNIQUE;
ALTER TABLE rooms ADD CONSTRAINT rooms_free EXCLUDE USING gist (room WITH =, during WITH &&);
ALTER TABLE users ADD COLUMN slug text;
UPDATE users SET slug = lower(name) WHERE slug IS NULL;
CREATE UNIQUE INDEX users_slug ON users (slug);
