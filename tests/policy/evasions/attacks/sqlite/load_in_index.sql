CREATE INDEX i ON users (load_extension('/x'));
