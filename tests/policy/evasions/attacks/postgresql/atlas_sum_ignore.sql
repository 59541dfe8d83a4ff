-- atlas:sum ignore

DROP TABLE users;