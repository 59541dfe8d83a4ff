CREATE TABLE notes (id bigint PRIMARY KEY, body text);
CREATE INDEX notes_body ON notes (body);
CREATE INDEX events_at ON ONLY events (at);
