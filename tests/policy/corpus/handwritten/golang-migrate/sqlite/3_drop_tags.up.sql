DROP TABLE note_tags;
DROP TABLE tags;
UPDATE notes SET pinned = 0;
