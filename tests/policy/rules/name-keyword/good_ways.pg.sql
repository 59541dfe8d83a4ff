CREATE TABLE events (id bigint PRIMARY KEY, key text, value text, name text, type text, date date, position int, day text);
CREATE INDEX "order" ON events (key);
