CREATE VIEW active_users AS SELECT id FROM users WHERE active;
DROP VIEW active_users;
CREATE VIEW active_users AS SELECT id, email FROM users WHERE active;
