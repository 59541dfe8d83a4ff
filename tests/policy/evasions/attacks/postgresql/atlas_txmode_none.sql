-- atlas:txmode none

DROP TABLE users;