CREATE TABLE tokens (id INTEGER PRIMARY KEY, hash TEXT NOT NULL);
CREATE UNIQUE INDEX tokens_hash ON tokens (hash);
