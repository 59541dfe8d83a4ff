-- expect: add-unique-existing
ALTER TABLE users ADD COLUMN x text, ADD UNIQUE (email, team_id);
