/* atlas:nolint */
DROP TABLE users;