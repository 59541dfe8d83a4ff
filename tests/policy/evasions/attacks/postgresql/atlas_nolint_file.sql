-- atlas:nolint destructive

DROP TABLE users;