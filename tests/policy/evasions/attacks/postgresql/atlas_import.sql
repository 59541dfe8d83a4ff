-- atlas:import other.sql

DROP TABLE users;