CREATE INDEX i ON users (evil(email)) WHERE other_evil(id);
