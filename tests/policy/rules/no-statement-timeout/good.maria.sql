SET max_statement_time = 30;
CREATE INDEX users_name ON users (name);
