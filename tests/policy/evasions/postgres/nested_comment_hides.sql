/* a /* b */ DROP TABLE harmless; */ DROP TABLE users;
