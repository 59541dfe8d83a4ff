DROP TABLE audit, users;
