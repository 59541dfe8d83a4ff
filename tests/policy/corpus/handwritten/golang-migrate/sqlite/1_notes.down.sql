DROP TABLE note_tags;
DROP TABLE tags;
DROP TABLE notes;
