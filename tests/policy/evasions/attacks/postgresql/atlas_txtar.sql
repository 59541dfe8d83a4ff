-- atlas:txtar

-- migration.sql --
DROP TABLE users;