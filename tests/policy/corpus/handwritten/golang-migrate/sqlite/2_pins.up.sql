ALTER TABLE notes ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notes RENAME COLUMN body TO content;
CREATE VIRTUAL TABLE notes_search USING fts5(title, content, content='notes', content_rowid='id');
CREATE TRIGGER notes_ai AFTER INSERT ON notes BEGIN
  INSERT INTO notes_search (rowid, title, content) VALUES (new.id, new.title, new.content);
END;
CREATE TRIGGER notes_ad AFTER DELETE ON notes BEGIN
  INSERT INTO notes_search (notes_search, rowid, title, content) VALUES ('delete', old.id, old.title, old.content);
END;
