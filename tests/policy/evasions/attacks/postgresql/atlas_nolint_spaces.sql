--   atlas:nolint    DS102
DROP TABLE users;