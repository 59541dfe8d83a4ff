-- expect: add-unique-existing
ALTER TABLE users ADD CONSTRAINT u UNIQUE (email);
