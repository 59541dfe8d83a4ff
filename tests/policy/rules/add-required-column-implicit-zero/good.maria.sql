ALTER TABLE users ADD COLUMN plan varchar(20) NOT NULL DEFAULT 'free';
ALTER TABLE users ADD COLUMN note varchar(20);
ALTER TABLE users ADD COLUMN score int NOT NULL;
UPDATE users SET score = 1 WHERE id < 100;
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes ADD COLUMN body text NOT NULL;
