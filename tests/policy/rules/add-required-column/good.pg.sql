ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free';
CREATE TABLE notes (id bigint);
ALTER TABLE notes ADD COLUMN body text NOT NULL;
