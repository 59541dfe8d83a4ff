CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT, updated_at TEXT);
CREATE TRIGGER notes_touch AFTER UPDATE OF body ON notes BEGIN
  UPDATE notes SET updated_at = datetime('now') WHERE id = new.id;
END;
