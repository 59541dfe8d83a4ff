-- SQLite can't drop a NOT NULL, so we rebuild the table
PRAGMA foreign_keys = OFF;
CREATE TABLE users_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT,
    name TEXT NOT NULL,
    last_seen TEXT
);
INSERT INTO users_new (id, email, name, last_seen) SELECT id, email, name, last_seen FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE INDEX idx_users_last_seen ON users (last_seen);
PRAGMA foreign_key_check;
PRAGMA foreign_keys = ON;
