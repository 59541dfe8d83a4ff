-- atlas:txmode none

CREATE TABLE users (id bigint PRIMARY KEY);
