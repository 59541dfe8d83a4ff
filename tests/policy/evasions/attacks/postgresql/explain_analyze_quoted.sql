EXPLAIN ("analyze") DELETE FROM users;
