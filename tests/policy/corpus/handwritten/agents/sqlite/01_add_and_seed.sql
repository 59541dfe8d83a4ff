-- Adds the settings table and fills it with the defaults
PRAGMA foreign_keys = ON;

CREATE TABLE IF NOT EXISTS settings (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL,
    updated_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
INSERT OR IGNORE INTO settings (key, value) VALUES ('theme', 'light');
INSERT OR IGNORE INTO settings (key, value) VALUES ('language', 'en');
ALTER TABLE users ADD COLUMN last_seen TEXT;
CREATE INDEX IF NOT EXISTS idx_users_last_seen ON users (last_seen);
