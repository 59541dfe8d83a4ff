DROP INDEX users_nickname;
CREATE TABLE notes (id integer PRIMARY KEY, body text CHECK (body <> ''), draft text CONSTRAINT short CHECK (length(draft) < 80));
CREATE INDEX notes_draft ON notes (draft);
DROP INDEX notes_draft;
ALTER TABLE notes DROP COLUMN draft;
