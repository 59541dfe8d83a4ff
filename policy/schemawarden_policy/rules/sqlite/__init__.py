"""What SQLite's ALTER TABLE refuses, and the traps of the rebuild that replaces it."""
